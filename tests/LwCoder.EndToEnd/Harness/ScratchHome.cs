using System.Runtime.InteropServices;
using System.Text.Json.Nodes;
using LwCoder.EndToEnd.Models;

namespace LwCoder.EndToEnd.Harness;

/// <summary>A private HOME in which both agents are set up to talk to the scripted model, and nothing else.</summary>
internal sealed class ScratchHome(string path)
{
    public const string DroidModel = "custom:scripted";
    private const string Key = "sk-dummy";

    public string Path { get; } = path;

    public string this[params string[] parts] => System.IO.Path.Combine([Path, .. parts]);

    public void Prepare(ModelServer server, string script)
    {
        Directory.CreateDirectory(this[".factory"]);
        File.WriteAllText(this[".factory", "settings.json"], DroidSettings(server, script).ToJsonString());
        File.WriteAllText(this[".gitconfig"], "[user]\n\tname = Ada Scratch\n\temail = ada@example.org\n");
    }

    /// <summary>The whole environment of a child: nothing of the developer's own leaks in.</summary>
    /// <param name="programs">Folders that come first on PATH.</param>
    public Dictionary<string, string?> Environment(ModelServer server, string script, params string?[] programs) => new()
    {
        ["HOME"] = Path,
        ["PATH"] = string.Join(System.IO.Path.PathSeparator, programs.Where(folder => folder is not null).Append(SystemPath)),
        ["LANG"] = "C.UTF-8",
        ["TERM"] = "xterm-256color",
        ["TMPDIR"] = System.Environment.GetEnvironmentVariable("TMPDIR"),
        ["DOCKER_HOST"] = System.Environment.GetEnvironmentVariable("DOCKER_HOST"),
        ["DOTNET_ROOT"] = DotnetRoot,
        ["DOTNET_NOLOGO"] = "1",
        ["ANTHROPIC_BASE_URL"] = server.Address(script),
        ["ANTHROPIC_AUTH_TOKEN"] = Key,
        ["CLAUDE_CODE_MAX_RETRIES"] = "1",
        ["CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC"] = "1",
        ["DISABLE_AUTOUPDATER"] = "1",
        ["FACTORY_DROID_AUTO_UPDATE_ENABLED"] = "false",
    };

    /// <summary>The folder of the `dotnet` that runs us, above `shared/Microsoft.NETCore.App/&lt;version&gt;`.</summary>
    private static string DotnetRoot =>
        System.IO.Path.GetFullPath(System.IO.Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", ".."));

    private static string SystemPath => System.Environment.GetEnvironmentVariable("PATH") ?? "/usr/bin:/bin";

    private static JsonObject DroidSettings(ModelServer server, string script) => new()
    {
        ["customModels"] = new JsonArray(new JsonObject
        {
            ["id"] = DroidModel,
            ["index"] = 0,
            ["model"] = "scripted",
            ["displayName"] = "Scripted",
            ["baseUrl"] = server.Address(script) + "/v1",
            ["apiKey"] = Key,
            ["provider"] = "generic-chat-completion-api",
            ["maxOutputTokens"] = 8192,
        }),
        ["sessionDefaultSettings"] = new JsonObject { ["model"] = DroidModel, ["autonomyLevel"] = "medium" },
        ["cloudSessionSync"] = false,
    };
}
