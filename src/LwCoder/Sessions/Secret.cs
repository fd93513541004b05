using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using LwCoder.Agents;
using LwCoder.Agents.Events;

namespace LwCoder.Sessions;

/// <summary>A value that must not be kept or shown, under the name that stands in its place.</summary>
internal sealed partial record Secret(string Name, string Value)
{
    /// <summary>Shorter values are words that occur everywhere.</summary>
    private const int Shortest = 8;

    /// <summary>The secrets among forwarded variables; addresses, model names and the like are left readable.</summary>
    public static IEnumerable<Secret> FromEnvironment(IEnumerable<KeyValuePair<string, string>> variables) =>
        variables.Where(variable => !PlainName().IsMatch(variable.Key))
            .Select(variable => new Secret(variable.Key, variable.Value));

    /// <summary>The secrets among all variables of a process: those whose name says so.</summary>
    public static IEnumerable<Secret> FromNames(IEnumerable<KeyValuePair<string, string>> variables) =>
        FromEnvironment(variables.Where(variable => SecretName().IsMatch(variable.Key)));

    /// <summary>The tokens in the credential and settings files that were made for a run.</summary>
    public static IEnumerable<Secret> FromHome(IAgent agent, string runHome)
    {
        var home = new RunHome(runHome);
        return agent.CredentialFiles.Concat(agent.SettingsFiles).SelectMany(name =>
            home.Read(name) is { } content ? FromFile(Path.GetFileName(name), Encoding.UTF8.GetString(content)) : []);
    }

    /// <summary>Strings under a key that says they are secret; a file that is no JSON counts as one secret.</summary>
    internal static IEnumerable<Secret> FromFile(string name, string content)
    {
        var secrets = new List<Secret>();
        try
        {
            using var document = JsonDocument.Parse(SurrogateEscapes.Repair(content.TrimStart('\uFEFF')), new JsonDocumentOptions
            {
                CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true,
            });
            Collect(document.RootElement, name, isSecret: false, secrets);
        }
        catch (JsonException)
        {
            secrets.Add(new Secret(name, content.Trim()));
        }
        return secrets;
    }

    /// <summary>The value as it is, as JSON writes it, as part of a URL and of a base64 text, and its lines.</summary>
    internal IEnumerable<string> Forms()
    {
        if (Value.Length < Shortest)
        {
            return [];
        }
        var lines = Value.Split('\n', StringSplitOptions.TrimEntries).Where(line => line.Length >= 2 * Shortest);
        return new[]
        {
            Value,
            JsonEncodedText.Encode(Value, JavaScriptEncoder.UnsafeRelaxedJsonEscaping).Value,
            JsonEncodedText.Encode(Value).Value,
            Uri.EscapeDataString(Value),
        }.Concat(lines).Concat(Base64Forms());
    }

    /// <summary>Base64 packs three bytes into four letters, so a value looks different at each of three offsets.</summary>
    private IEnumerable<string> Base64Forms()
    {
        var bytes = Encoding.UTF8.GetBytes(Value);
        for (var offset = 0; offset < 3; offset++)
        {
            var encoded = Convert.ToBase64String([.. new byte[offset], .. bytes]);
            // Letters at either end that also depend on what stands beside the value.
            var first = (offset * 8 + 5) / 6;
            var last = (offset + bytes.Length) * 8 / 6;
            yield return encoded[first..last];
        }
    }

    private static void Collect(JsonElement element, string name, bool isSecret, List<Secret> secrets)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                foreach (var property in element.EnumerateObject())
                {
                    Collect(property.Value, property.Name, isSecret || SecretName().IsMatch(property.Name), secrets);
                }
                break;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                {
                    Collect(item, name, isSecret, secrets);
                }
                break;
            case JsonValueKind.String when isSecret:
                secrets.Add(new Secret(name, element.GetString()!));
                break;
        }
    }

    [GeneratedRegex(
        "_(?:URL|BASE|HOST|PORT|ENDPOINT|REGION|MODEL|TIMEOUT|MS|VERSION|LEVEL|RETRIES)$", RegexOptions.IgnoreCase)]
    private static partial Regex PlainName();

    [GeneratedRegex("token|secret|password|api_?key|authorization|credential", RegexOptions.IgnoreCase)]
    private static partial Regex SecretName();
}
