using System.Globalization;
using LwCoder.Configuration;
using LwCoder.Platform.Files;
using LwCoder.Prompts;

namespace LwCoder.Training.Candidates;

/// <summary>All candidates of a repository.</summary>
/// <param name="stateFolder">The repository's `.lw_coder`.</param>
internal sealed class CandidateCatalog(string stateFolder)
{
    private readonly string _folder = FolderIn(stateFolder);

    public static string FolderIn(string stateFolder) => Path.Combine(stateFolder, StateFolder.Prompts, "candidates");

    /// <summary>Sorted by tool, variant and number; what else lies there is not looked at.</summary>
    public IReadOnlyList<CandidateName> Names() =>
    [
        .. from tool in FoldersIn(_folder)
           from variant in FoldersIn(tool)
           let names = from folder in FoldersIn(variant)
                       let number = CandidateName.NumberOf(Path.GetFileName(folder))
                       where number is not null
                       orderby number
                       select new CandidateName(Path.GetFileName(tool), Path.GetFileName(variant), number.Value)
           from name in names
           select name,
    ];

    /// <param name="text">
    /// `&lt;tool&gt;/&lt;variant&gt;/candidate-NNN`, or its last part, or the number alone, where that is unique.
    /// </param>
    /// <exception cref="UserError">There is none, or several are meant.</exception>
    public CandidateName Find(string text)
    {
        var names = Names();
        var meant = names.Where(name => IsMeant(name, text.Trim().TrimEnd('/'))).ToList();
        return meant switch
        {
            [var name] => name,
            [] when names.Count == 0 =>
                throw new UserError("there are no candidates", "run 'lw_coder train' to have one proposed"),
            [] => throw new UserError($"there is no candidate '{text}'", "see `lw_coder candidates list`"),
            _ => throw new UserError($"'{text}' may be {string.Join(" or ", meant)}", "write one of them out", ExitCode.Usage),
        };
    }

    /// <exception cref="UserError">Its prompts cannot be used.</exception>
    public Candidate Read(CandidateName name)
    {
        var folder = Path.Combine(_folder, name.ToolFolder, name.Variant, name.Folder);
        var file = Path.Combine(folder, CandidateFolder.AnalysisFile);
        var set = PromptSet.Load(folder);
        if (Paths.IsLink(file) || BoundedFile.Read(file) is not { } bytes)
        {
            return new Candidate(name, folder, set, null, "");
        }
        var (origin, analysis) = CandidateOrigin.Parse(bytes, file);
        return new Candidate(name, folder, set, origin, analysis);
    }

    private static bool IsMeant(CandidateName name, string text) =>
        text == name.ToString()
        || text == name.Folder
        || (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number == name.Number);

    private static IEnumerable<string> FoldersIn(string folder) => !Directory.Exists(folder) ? [] :
        new DirectoryInfo(folder).EnumerateDirectories()
            .Where(inside => inside.LinkTarget is null && !inside.Name.StartsWith('.'))
            .Select(inside => inside.FullName).Order(StringComparer.Ordinal);
}
