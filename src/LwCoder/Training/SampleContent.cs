using System.Text;
using System.Text.Json;
using LwCoder.Evaluation;
using LwCoder.Platform.Terminal;
using LwCoder.Runs;
using LwCoder.Sessions;

namespace LwCoder.Training;

/// <summary>
/// The files of a sample as they will be committed: gathered from a run and from what was found out about its plan, freed of
/// secrets, bounded. Only the files a sample has are looked for, so nothing else can get in.
/// </summary>
internal sealed class SampleContent(Redactor redactor)
{
    /// <summary>Of one file, in characters: a few times the largest trace people have kept.</summary>
    private const int LongestText = 2 * 1024 * 1024;

    private readonly SortedDictionary<string, byte[]> _files = new(StringComparer.Ordinal);
    private readonly List<string> _shortened = [];

    /// <summary>By path in the sample, with `/`.</summary>
    public IReadOnlyDictionary<string, byte[]> Files => _files;

    public IReadOnlyList<string> Shortened => _shortened;

    /// <summary>Secrets that were taken out, here or when the files were written.</summary>
    public int Redactions { get; private set; }

    public void Gather(SampleRequest request)
    {
        var (run, evaluation) = (request.Run, request.Evaluation);
        AddFile(SampleFiles.Plan, request.PlanFile);
        AddFile(SampleFiles.Trace, run.TraceFile);
        AddFile(SampleFiles.Patch, request.PatchFile);
        foreach (var name in SampleFiles.OfEvaluation)
        {
            AddFile(name, evaluation.In(name));
        }
        foreach (var file in FilesIn(evaluation.Path, SampleFiles.JudgePrefix + "*"))
        {
            if (Path.GetExtension(file) is ".json" or ".md")
            {
                AddFile(Path.GetFileName(file), file);
            }
        }
        AddFile($"{SampleFiles.Prompts}/main.md", run.PromptFile);
        foreach (var file in FilesIn(run.SubagentFolder, "*.md"))
        {
            AddFile($"{SampleFiles.Prompts}/{Path.GetFileName(file)}", file);
        }
    }

    public void Add(string name, byte[] content) => _files[name] = content;

    private void AddFile(string name, string path)
    {
        if (new FileInfo(path) is not { Exists: true, LinkTarget: null } file)
        {
            return;
        }
        var text = redactor.Redact(Encoding.UTF8.GetString(ReadBounded(file)));
        Redactions += text.AsSpan().Count("[redacted:");
        if (text.Length > LongestText)
        {
            _shortened.Add(name);
            text = LongText.Shorten(text, LongestText);
        }
        if (name.EndsWith(".json", StringComparison.Ordinal) && !IsJson(text))
        {
            throw new UserError(
                $"{path} is no JSON, or too large to be part of a sample", "evaluate the plan again, with --force");
        }
        _files[name] = Encoding.UTF8.GetBytes(text);
    }

    /// <summary>No more than will be kept of it in the end, so that a huge file costs no memory.</summary>
    private static byte[] ReadBounded(FileInfo file)
    {
        const int Half = 4 * LongestText;
        if (file.Length <= 2 * Half)
        {
            return File.ReadAllBytes(file.FullName);
        }
        using var stream = file.OpenRead();
        var bytes = new byte[2 * Half];
        stream.ReadExactly(bytes, 0, Half);
        stream.Seek(-Half, SeekOrigin.End);
        stream.ReadExactly(bytes, Half, Half);
        return bytes;
    }

    private static IEnumerable<string> FilesIn(string folder, string pattern) =>
        Directory.Exists(folder) ? Directory.EnumerateFiles(folder, pattern).Order(StringComparer.Ordinal) : [];

    private static bool IsJson(string text)
    {
        try
        {
            using var json = JsonDocument.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
