using System.Buffers;
using System.Text;
using System.Text.RegularExpressions;
using LwCoder.Agents.Events;

namespace LwCoder.Sessions;

/// <summary>
/// Takes secrets out of everything that is kept or shown of a session: first the values we know, in the forms they
/// travel in, then whatever looks like a key. Safe to use from several threads.
/// </summary>
internal sealed partial class Redactor
{
    private readonly SearchValues<string> _values;
    private readonly List<Mark> _marks;
    private int _count;

    public Redactor(IEnumerable<Secret> secrets)
        : this(secrets, text => text)
    {
    }

    private Redactor(IEnumerable<Secret> secrets, Func<string, string> encode)
    {
        // The longest first: one value may contain another.
        _marks = [.. secrets
            .SelectMany(secret => secret.Forms().Select(form => new Mark(encode(form), encode(secret.Name))))
            .DistinctBy(mark => mark.Value, StringComparer.Ordinal)
            .OrderByDescending(mark => mark.Value.Length)];
        _values = SearchValues.Create([.. _marks.Select(mark => mark.Value)], StringComparison.Ordinal);
    }

    /// <summary>For files whose encoding nobody knows, read as Latin-1: each letter is a byte, and none is lost.</summary>
    public static Redactor OfBytes(IEnumerable<Secret> secrets) =>
        new(secrets, text => Encoding.Latin1.GetString(Encoding.UTF8.GetBytes(text)));

    /// <summary>How many secrets were taken out so far.</summary>
    public int Count => _count;

    public string Redact(string text)
    {
        var known = RedactKnown(text);
        return LooksLikeSecret().Replace(known, match =>
        {
            Interlocked.Increment(ref _count);
            return $"{match.Groups["keep"].Value}[redacted:{KindOf(match)}]";
        });
    }

    /// <summary>Whether one of the known values is in a text, whatever else looks like a secret.</summary>
    public bool HasKnown(string text) => text.AsSpan().ContainsAny(_values);

    /// <summary>What the first secret in a text is called, without counting it as taken out; null when there is none.</summary>
    public string? FindIn(string text)
    {
        var at = text.AsSpan().IndexOfAny(_values);
        if (at >= 0)
        {
            return LongestAtStart(text.AsSpan(at)).Name;
        }
        var match = LooksLikeSecret().Match(text);
        return match.Success ? KindOf(match) : null;
    }

    public SessionEvent Redact(SessionEvent sessionEvent) => sessionEvent switch
    {
        MessageSpoken message => message with { Text = Redact(message.Text) },
        ToolCalled call => call with { Arguments = Redact(call.Arguments) },
        ToolReturned result => result with { Text = Redact(result.Text) },
        SessionResult result => result with { Text = Redact(result.Text) },
        SessionError error => error with { Text = Redact(error.Text) },
        GovernorSpoke governor => governor with { Text = Redact(governor.Text) },
        _ => sessionEvent,
    };

    private string RedactKnown(string text)
    {
        var at = text.AsSpan().IndexOfAny(_values);
        if (at < 0)
        {
            return text;
        }
        var redacted = new StringBuilder(text.Length);
        var rest = text.AsSpan();
        while (at >= 0)
        {
            redacted.Append(rest[..at]);
            rest = rest[at..];
            var mark = LongestAtStart(rest);
            redacted.Append($"[redacted:{mark.Name}]");
            rest = rest[mark.Value.Length..];
            Interlocked.Increment(ref _count);
            at = rest.IndexOfAny(_values);
        }
        return redacted.Append(rest).ToString();
    }

    private Mark LongestAtStart(ReadOnlySpan<char> text)
    {
        foreach (var mark in _marks)
        {
            if (text.StartsWith(mark.Value, StringComparison.Ordinal))
            {
                return mark;
            }
        }
        throw new InvalidOperationException("The search found a value that is not in the list.");
    }

    private static string KindOf(Match match) =>
        match.Groups["pem"].Success ? "private-key"
        : match.Groups["login"].Success ? "password"
        : match.Groups["bearer"].Success ? "bearer-token"
        : "key";

    // A private key's body is spelled out so that in JSON the match can never run over the string's end.
    [GeneratedRegex(
        """
        (?<pem>-----BEGIN\ [A-Z0-9 ]{0,30}PRIVATE\ KEY-----
            (?:(?:[A-Za-z0-9+/=\s:,-]|\\[nr])*?-----END\ [A-Z0-9 ]{0,30}PRIVATE\ KEY-----|(?:[A-Za-z0-9+/=\s]|\\[nr])*))
        |(?<bearer>(?<keep>\b[Bb]earer\s{1,4})[A-Za-z0-9._~+/-]{16,}=*)
        |(?<login>(?<keep>\b[a-z][a-z0-9+.-]{1,15}://[^\s/:@"'\\]{0,64}:)[^\s/:@"'\\]{3,256}(?=@))
        |(?<key>
            \bsk-[A-Za-z0-9_-]{20,}
            |\bsk_live_[A-Za-z0-9]{16,}
            |\bgh[pousr]_[A-Za-z0-9]{30,}
            |\bgithub_pat_[A-Za-z0-9_]{22,}
            |\bglpat-[A-Za-z0-9_-]{20,}
            |\bxox[abeprs]-[A-Za-z0-9-]{10,}
            |\b(?:AKIA|ASIA)[A-Z0-9]{16}\b
            |\bAIza[A-Za-z0-9_-]{35}
            |\bfk-[A-Za-z0-9_-]{24,}
            |\bnpm_[A-Za-z0-9]{36}\b
            |\bhf_[A-Za-z0-9]{30,}
            |\beyJ[A-Za-z0-9_-]{10,}\.eyJ[A-Za-z0-9_-]{10,}\.[A-Za-z0-9_-]{10,}
        )
        """,
        RegexOptions.IgnorePatternWhitespace | RegexOptions.ExplicitCapture)]
    private static partial Regex LooksLikeSecret();

    /// <param name="Name">What is said in its place.</param>
    private sealed record Mark(string Value, string Name);
}
