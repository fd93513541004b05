using System.Security.Cryptography;
using System.Text.Json;

namespace LwCoder.Configuration;

/// <summary>
/// Asks once before a repository's own files may reach beyond its container. The answer holds for exactly these values
/// in exactly this repository; another word in one of them is another question.
/// </summary>
/// <param name="store">Null where an answer is good for one command only, as for a repository that is gone afterwards.</param>
/// <param name="ask">Puts a question to the person at the terminal; null when there is none.</param>
internal sealed class TrustGate(TrustStore? store, Func<string, bool>? ask)
{
    /// <param name="repository">What tells this repository from others, such as the path of its main worktree.</param>
    /// <param name="trustFlag">`--trust`: the user has said yes beforehand.</param>
    /// <exception cref="UserError">With <see cref="ExitCode.NeedsPerson"/>: not allowed, or nobody to ask.</exception>
    public void Require(string repository, IReadOnlyList<Risk> risks, bool trustFlag)
    {
        if (risks.Count == 0)
        {
            return;
        }
        var key = HashOf(repository, risks);
        if (store?.Contains(key) == true)
        {
            return;
        }
        if (!trustFlag && ask is null)
        {
            throw new UserError(
                $"the repository's .lw_coder/config.toml needs your trust: {string.Join("; ", risks.Select(Describe))}",
                "read these settings, then run the command again with --trust",
                ExitCode.NeedsPerson);
        }
        if (!trustFlag && !ask!(Question(repository, risks)))
        {
            throw new UserError(
                "you did not allow what the repository's .lw_coder/config.toml asks for",
                $"remove {string.Join(", ", risks.Select(risk => risk.Setting))} from it, or answer yes",
                ExitCode.NeedsPerson);
        }
        store?.Add(key, repository, risks);
    }

    /// <summary>SHA-256, as 64 lower-case hexadecimal digits, over the repository and every word of the risks.</summary>
    internal static string HashOf(string repository, IReadOnlyList<Risk> risks)
    {
        using var text = new MemoryStream();
        using (var json = new Utf8JsonWriter(text))
        {
            json.WriteStartArray();
            json.WriteStringValue(repository);
            WriteTo(json, risks);
            json.WriteEndArray();
        }
        return Convert.ToHexStringLower(SHA256.HashData(text.ToArray()));
    }

    /// <summary>An object: for each setting its list of words.</summary>
    internal static void WriteTo(Utf8JsonWriter json, IReadOnlyList<Risk> risks)
    {
        json.WriteStartObject();
        foreach (var risk in risks)
        {
            json.WriteStartArray(risk.Setting);
            foreach (var value in risk.Values)
            {
                json.WriteStringValue(value);
            }
            json.WriteEndArray();
        }
        json.WriteEndObject();
    }

    private static string Question(string repository, IReadOnlyList<Risk> risks) => string.Join('\n',
    [
        $"The configuration of {SafeText.Quote(repository)} asks for what only you can allow:",
        .. risks.Select(risk => $"  {Describe(risk)}"),
        "Allow exactly this from now on?",
    ]);

    private static string Describe(Risk risk) =>
        $"{risk.Setting} = [{string.Join(", ", risk.Values.Select(SafeText.Quote))}]";
}
