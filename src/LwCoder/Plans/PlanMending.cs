using System.Text;
using LwCoder.FrontMatters;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace LwCoder.Plans;

/// <summary>A plan's text after the mistakes were put right that need no judgement.</summary>
/// <param name="Changes">What was changed, a few words each.</param>
internal sealed record MendedPlan(byte[] Text, IReadOnlyList<string> Changes);

/// <summary>
/// Puts right what an agent gets wrong in the front matter of a new plan and what can only be meant in one way: a missing
/// or impossible plan_id, a status other than draft, a git_sha other than the placeholder. Everything else keeps its bytes,
/// and what is still wrong is for <see cref="PlanDocument"/> to say.
/// </summary>
internal sealed class PlanMending
{
    private readonly List<(int Start, int End, string Text)> _edits = [];
    private readonly List<string> _changes = [];
    private readonly FrontMatter _front;
    private readonly FrontMatterFields _fields;
    private readonly int _end;
    private readonly string _lineEnd;

    private PlanMending(byte[] file, string fileName)
    {
        _front = FrontMatter.Split(file, fileName, PlanKeys.Kind);
        _fields = FrontMatterFields.Read(_front.Text, fileName);
        _end = _front.Start + Encoding.UTF8.GetByteCount(_front.Text);
        _lineEnd = _front.Start >= 2 && file[_front.Start - 2] == '\r' ? "\r\n" : "\n";
    }

    /// <param name="fileName">As it is shown in errors; without its extension it is the id of a plan that has none.</param>
    /// <exception cref="UserError">The front matter cannot be read at all.</exception>
    public static MendedPlan Mend(byte[] file, string fileName)
    {
        var text = WithFrontMatter(file, out var added);
        var mending = new PlanMending(text, fileName);
        if (added)
        {
            mending._changes.Add("front matter added");
        }
        mending.Set(PlanKeys.PlanId, found => PlanIdText.From(found ?? Path.GetFileNameWithoutExtension(fileName)).Value);
        mending.Set(PlanKeys.GitSha, _ => Plan.PlaceholderSha, quote: true);
        mending.Set(PlanKeys.Status, found =>
            PlanStatusWords.Parse(found ?? "") == PlanStatus.Draft ? found! : PlanStatus.Draft.ToWord());
        return new MendedPlan(mending.Apply(text), mending._changes);
    }

    /// <summary>Blank lines before the front matter are dropped; a text without any gets one.</summary>
    private static byte[] WithFrontMatter(byte[] file, out bool added)
    {
        added = false;
        if (FrontMatterSpan.Find(file) is not null)
        {
            return file;
        }
        var trimmed = file.AsSpan().TrimStart(" \t\r\n"u8);
        if (FrontMatterSpan.Find(trimmed) is not null)
        {
            return trimmed.ToArray();
        }
        added = true;
        return [.. "---\n---\n\n"u8, .. trimmed];
    }

    private void Set(string key, Func<string?, string> choose, bool quote = false)
    {
        var node = _fields[key];
        if (node is YamlScalarNode { Style: ScalarStyle.Literal or ScalarStyle.Folded } or not (null or YamlScalarNode))
        {
            return;
        }
        var found = (node as YamlScalarNode)?.Value?.Trim();
        found = string.IsNullOrEmpty(found) ? null : found;
        var value = choose(found);
        if (value == found)
        {
            return;
        }
        var written = quote ? $"\"{value}\"" : value;
        if (node is null)
        {
            _edits.Add((_end, _end, $"{key}: {written}{_lineEnd}"));
        }
        else
        {
            var start = _front.ByteOffset(node.Start.Index);
            var space = found is null ? " " : "";
            _edits.Add((start, _front.ByteOffset(node.End.Index), space + written));
        }
        _changes.Add(found is null ? $"{key} added" : $"{key} was '{(found.Length <= 60 ? found : $"{found[..60]}…")}'");
    }

    private byte[] Apply(byte[] text)
    {
        // From the end, so that the places of the others stay right; lines at one place in the order of their keys.
        var ordered = _edits.AsEnumerable().Reverse().OrderByDescending(edit => edit.Start);
        return ordered.Aggregate(
            text, (current, edit) => [.. current[..edit.Start], .. Encoding.UTF8.GetBytes(edit.Text), .. current[edit.End..]]);
    }
}
