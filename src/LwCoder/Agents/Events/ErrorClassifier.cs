using System.Globalization;
using System.Text.RegularExpressions;

namespace LwCoder.Agents.Events;

/// <summary>
/// What kind of trouble an error means. Only ever asked about errors an agent reports as errors: a review that talks
/// about rate limits, or a test whose output says "unauthorized", must not end a run.
/// </summary>
internal static partial class ErrorClassifier
{
    /// <summary>By the provider's HTTP status. 403 is a refused key as well: Claude reports it as a failed login.</summary>
    public static ErrorClass? FromStatus(long? status) => status switch
    {
        401 or 403 => ErrorClass.Login,
        402 or 429 => ErrorClass.Limit,
        404 => ErrorClass.Model,
        >= 400 and < 600 => ErrorClass.Provider,
        _ => null,
    };

    /// <summary>By a message, for agents that say it in words only. A status in front of it counts first.</summary>
    public static ErrorClass FromText(string message)
    {
        if (LeadingStatus().Match(message) is { Success: true } match
            && FromStatus(long.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture)) is { } known)
        {
            return known;
        }
        return PermissionWords().IsMatch(message) ? ErrorClass.Permission
            : LimitWords().IsMatch(message) ? ErrorClass.Limit
            : LoginWords().IsMatch(message) ? ErrorClass.Login
            : ProviderWords().IsMatch(message) ? ErrorClass.Provider
            : ErrorClass.Other;
    }

    [GeneratedRegex(@"^\s*(?:(?:API )?Error:?\s*)*(\d{3})\b", RegexOptions.IgnoreCase)]
    private static partial Regex LeadingStatus();

    [GeneratedRegex("insufficient permission|permission to proceed|requires? (?:your )?approval", RegexOptions.IgnoreCase)]
    private static partial Regex PermissionWords();

    [GeneratedRegex(
        @"rate.?limit|too many requests|quota|usage limit|(?:hit|reached) your .*limit|insufficient (?:credit|balance|funds)"
        + "|credit balance|out of credits|billing|payment required|budget",
        RegexOptions.IgnoreCase)]
    private static partial Regex LimitWords();

    [GeneratedRegex(
        "not logged in|log ?in (?:again|using|with)|please (?:log|sign) ?in|/login|authentication|failed to authenticate"
        + "|unauthori[sz]ed"
        + "|(?:invalid|incorrect|missing|expired) (?:x-)?(?:api[ -]?key|token|credential)",
        RegexOptions.IgnoreCase)]
    private static partial Regex LoginWords();

    [GeneratedRegex(
        "overloaded|internal (?:server )?error|bad gateway|service unavailable|no usable output|malformed response"
        + "|socket|connection|ECONNRE|ENOTFOUND|EAI_AGAIN|fetch failed|network|timed? ?out|LLM (?:response|request)",
        RegexOptions.IgnoreCase)]
    private static partial Regex ProviderWords();
}
