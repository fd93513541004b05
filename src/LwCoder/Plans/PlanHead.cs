using System.Text;
using LwCoder.FrontMatters;
using LwCoder.Platform.Files;
using YamlDotNet.RepresentationModel;

namespace LwCoder.Plans;

/// <summary>What a list of plans shows of one: values as they stand in the file, valid or not; null when there is none.</summary>
internal sealed record PlanSummary(string? Id, string? Status, string? CreatedAt);

/// <summary>
/// Finds values in a plan's front matter without reading all of it, for looking through thousands of plans: a few kilobytes
/// of each, and YAML only where a value is written in an unusual way. Also finds them in plans that are not valid.
/// </summary>
internal static class PlanHead
{
    private const int HeadBytes = 2048;

    private static ReadOnlySpan<byte> IdKey => "plan_id"u8;

    private static ReadOnlySpan<byte> StatusKey => "status"u8;

    private static ReadOnlySpan<byte> CreatedKey => "created_at"u8;

    private delegate T Finder<T>(ReadOnlySpan<byte> head);

    /// <summary>The id in the file, which need not be a valid one; null when there is none or the file cannot be read.</summary>
    public static string? ReadId(string path) => Read(path, FindId);

    /// <summary>Null when the file cannot be read.</summary>
    public static PlanSummary? ReadSummary(string path) =>
        Read(path, head => new PlanSummary(FindId(head), Find(head, StatusKey), Find(head, CreatedKey)));

    /// <summary>The id in the first bytes of a file; null when there is none in them.</summary>
    public static string? FindId(ReadOnlySpan<byte> head) => Find(head, IdKey);

    private static T? Read<T>(string path, Finder<T?> find)
    {
        Span<byte> head = stackalloc byte[HeadBytes];
        var length = FileHead.Read(path, head);
        // A neighbour that is gone, a dangling link or not ours to read says nothing about the plan at hand.
        if (length < 0)
        {
            return default;
        }
        head = head[..length];
        var goesOn = length == HeadBytes && FrontMatterSpan.Find(head) is { IsClosed: false };
        return find(goesOn ? ReadLongHead(path) : head);
    }

    private static string? Find(ReadOnlySpan<byte> head, ReadOnlySpan<byte> key)
    {
        if (FrontMatterSpan.Find(head) is not { } span)
        {
            return null;
        }
        var frontMatter = head[span.Start..span.End];
        return FindSimpleLine(frontMatter, key)
            ?? (span.IsClosed && frontMatter.IndexOf(key) >= 0 ? Parse(head, Encoding.ASCII.GetString(key)) : null);
    }

    private static Span<byte> ReadLongHead(string path)
    {
        var head = new byte[FrontMatter.MaxBytes + HeadBytes];
        return head.AsSpan(0, Math.Max(0, FileHead.Read(path, head)));
    }

    /// <summary>
    /// `key: value` on a line of its own, the value perhaps in quotes and followed by a comment. In YAML a line that
    /// is not indented can be nothing else, so this is the answer; any other way of writing it is left to YAML.
    /// </summary>
    private static string? FindSimpleLine(ReadOnlySpan<byte> frontMatter, ReadOnlySpan<byte> key)
    {
        var start = 0;
        while (!frontMatter[start..].StartsWith(key))
        {
            var next = frontMatter[start..].IndexOf((byte)'\n');
            if (next < 0)
            {
                return null;
            }
            start += next + 1;
        }
        var line = frontMatter[(start + key.Length)..];
        var end = line.IndexOf((byte)'\n');
        if (end < 0)
        {
            // The head may have been cut off here.
            return null;
        }
        line = line[..end];
        line = line[Ascii.Trim(line)];
        if (!line.StartsWith(": "u8))
        {
            return null;
        }
        var comment = line.IndexOf(" #"u8);
        var value = comment < 0 ? line[1..] : line[1..comment];
        value = value[Ascii.Trim(value)];
        if (value is [(byte)'\'', .., (byte)'\''] or [(byte)'"', .., (byte)'"'])
        {
            value = value[1..^1];
        }
        foreach (var character in value)
        {
            if (!PlanId.IsAllowed((char)character) && character is not ((byte)':' or (byte)'+'))
            {
                return null;
            }
        }
        return value.IsEmpty ? null : Encoding.ASCII.GetString(value);
    }

    private static string? Parse(ReadOnlySpan<byte> head, string key)
    {
        try
        {
            var text = FrontMatter.Split(head, "", PlanKeys.Kind).Text;
            return (FrontMatterFields.Read(text, "")[key] as YamlScalarNode)?.Value?.Trim();
        }
        catch (UserError)
        {
            // Somebody else's mistake, which is reported when that plan is used.
            return null;
        }
    }
}
