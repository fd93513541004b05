using System.Text.Json;

namespace LwCoder.Agents.ClaudeCode;

/// <summary>What Claude Code says about its login. It may have another shape tomorrow, so what is odd is no answer.</summary>
internal static class ClaudeLogin
{
    public static AgentLogin? Find(UserHome user, string file) =>
        user.Read(file) is { } content ? new AgentLogin(file) { ExpiresAt = ExpiryOf(content) } : null;

    public static bool? IsLoggedIn(string status)
    {
        try
        {
            using var answer = JsonDocument.Parse(status);
            return answer.RootElement.TryGetProperty("loggedIn", out var value)
                && value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : null;
        }
        catch (Exception odd) when (odd is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    /// <returns>Null where there is a refresh token: then it is renewed at the next start.</returns>
    private static DateTimeOffset? ExpiryOf(byte[] credentials)
    {
        try
        {
            using var file = JsonDocument.Parse(credentials);
            return file.RootElement.TryGetProperty("claudeAiOauth", out var login)
                && !(login.TryGetProperty("refreshToken", out var refresh) && refresh.GetString() is { Length: > 0 })
                && login.TryGetProperty("expiresAt", out var expires)
                && expires.TryGetInt64(out var milliseconds)
                    ? DateTimeOffset.FromUnixTimeMilliseconds(milliseconds)
                    : null;
        }
        catch (Exception odd) when (odd is JsonException or InvalidOperationException or ArgumentOutOfRangeException)
        {
            return null;
        }
    }
}
