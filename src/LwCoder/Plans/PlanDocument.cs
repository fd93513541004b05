using System.Text;
using LwCoder.FrontMatters;
using YamlDotNet.RepresentationModel;

namespace LwCoder.Plans;

/// <summary>
/// A valid plan file in memory: its bytes and what they say. A change replaces a value where it stands, so comments,
/// key order, quotes, line ends, a byte order mark and the body stay as they are, byte for byte.
/// </summary>
internal sealed class PlanDocument
{
    private readonly byte[] _bytes;
    private readonly FrontMatter _frontMatter;
    private readonly FrontMatterFields _fields;
    private readonly string _fileName;

    private PlanDocument(byte[] bytes, string path, string fileName)
    {
        _bytes = bytes;
        _fileName = fileName;
        _frontMatter = FrontMatter.Split(bytes, fileName, PlanKeys.Kind);
        _fields = FrontMatterFields.Read(_frontMatter.Text, fileName);
        Plan = PlanReader.Read(_fields, Encoding.UTF8.GetString(bytes.AsSpan(_frontMatter.BodyStart)), path, fileName);
    }

    public Plan Plan { get; }

    public ReadOnlySpan<byte> Bytes => _bytes;

    /// <param name="path">The file's full path, kept in the plan.</param>
    /// <param name="fileName">The file as the user knows it, for messages.</param>
    /// <exception cref="UserError">The plan is not valid; the error names every mistake with its line and fix.</exception>
    public static PlanDocument Parse(byte[] bytes, string path, string fileName) => new(bytes, path, fileName);

    /// <summary>The same file with other values of these keys.</summary>
    public PlanDocument With(PlanStatus? status = null, string? gitSha = null, PlanId? id = null)
    {
        var edits = new List<Edit>();
        if (id is not null)
        {
            edits.Add(Replace(PlanKeys.PlanId, id.Value));
        }
        if (status is not null)
        {
            edits.Add(Replace(PlanKeys.Status, status.Value.ToWord()));
        }
        if (gitSha is not null)
        {
            edits.Add(Replace(PlanKeys.GitSha, gitSha));
        }
        // From the end, so that the places of the others stay right.
        edits.Sort((one, other) => other.Start.CompareTo(one.Start));
        var bytes = edits.Aggregate(_bytes, (current, edit) => [.. current[..edit.Start], .. edit.Value, .. current[edit.End..]]);
        return Parse(bytes, Plan.Path, _fileName);
    }

    private Edit Replace(string key, string value)
    {
        var node = (YamlScalarNode)_fields[key]!;
        var quote = _frontMatter.Text[(int)node.Start.Index] is var first and ('\'' or '"') ? first.ToString() : "";
        return new Edit(
            _frontMatter.ByteOffset(node.Start.Index),
            _frontMatter.ByteOffset(node.End.Index),
            Encoding.UTF8.GetBytes(quote + value + quote));
    }

    private sealed record Edit(int Start, int End, byte[] Value);
}
