using System.Text;
using LwCoder.FrontMatters;
using Microsoft.Win32.SafeHandles;
using YamlDotNet.RepresentationModel;

namespace LwCoder.Plans;

/// <summary>
/// Finds the plan_id of a plan without reading all of it, for looking through thousands of plans: a few kilobytes of
/// each, and YAML only where the id is written in an unusual way. Also finds it in plans that are not valid.
/// </summary>
internal static class PlanHead
{
    private const int HeadBytes = 2048;

    private static ReadOnlySpan<byte> Key => "plan_id"u8;

    private static ReadOnlySpan<byte> KeyOnNewLine => "\nplan_id"u8;

    /// <summary>The id in the file, which need not be a valid one; null when there is none or the file cannot be read.</summary>
    public static string? ReadId(string path)
    {
        try
        {
            using var file = File.OpenHandle(path, share: FileShare.ReadWrite | FileShare.Delete);
            Span<byte> head = stackalloc byte[HeadBytes];
            head = head[..RandomAccess.Read(file, head, 0)];
            var goesOn = head.Length == HeadBytes && FrontMatterSpan.Find(head) is { IsClosed: false };
            return FindId(head) ?? (goesOn ? ReadLongHead(file) : null);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            // A neighbour that is gone, a dangling link or not ours to read says nothing about the plan at hand.
            return null;
        }
    }

    /// <summary>The id in the first bytes of a file; null when there is none in them.</summary>
    public static string? FindId(ReadOnlySpan<byte> head)
    {
        if (FrontMatterSpan.Find(head) is not { } span)
        {
            return null;
        }
        var frontMatter = head[span.Start..span.End];
        return FindSimpleLine(frontMatter) ?? (span.IsClosed && frontMatter.IndexOf(Key) >= 0 ? ParseId(head) : null);
    }

    private static string? ReadLongHead(SafeFileHandle file)
    {
        var head = new byte[FrontMatter.MaxBytes + HeadBytes];
        return FindId(head.AsSpan(0, RandomAccess.Read(file, head, 0)));
    }

    /// <summary>
    /// `plan_id: value` on a line of its own, the value perhaps in quotes and followed by a comment. In YAML a line that
    /// is not indented can be nothing else, so this is the answer; any other way of writing it is left to YAML.
    /// </summary>
    private static string? FindSimpleLine(ReadOnlySpan<byte> frontMatter)
    {
        var start = frontMatter.StartsWith(Key) ? 0 : frontMatter.IndexOf(KeyOnNewLine) + 1;
        if (start == 0 && !frontMatter.StartsWith(Key))
        {
            return null;
        }
        var line = frontMatter[(start + Key.Length)..];
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
            if (!PlanId.IsAllowed((char)character))
            {
                return null;
            }
        }
        return value.IsEmpty ? null : Encoding.ASCII.GetString(value);
    }

    private static string? ParseId(ReadOnlySpan<byte> head)
    {
        try
        {
            var text = FrontMatter.Split(head, "", PlanKeys.Kind).Text;
            return (FrontMatterFields.Read(text, "")[PlanKeys.PlanId] as YamlScalarNode)?.Value?.Trim();
        }
        catch (UserError)
        {
            // Somebody else's mistake, which is reported when that plan is used.
            return null;
        }
    }
}
