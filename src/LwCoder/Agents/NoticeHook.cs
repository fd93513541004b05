using System.Text.Json.Nodes;

namespace LwCoder.Agents;

/// <summary>
/// A hook as Claude Code and droid both have them: after each tool call the agent is shown what is in its notice file, once for
/// each text. It is how a program of its own can be told something without a person at its terminal.
/// </summary>
internal static class NoticeHook
{
    /// <summary>What a hook writes to standard error before it ends with 2 is shown to the model.</summary>
    private const string Script =
        "[ -s \"$f\" ] || exit 0; cmp -s \"$f\" \"$HOME/.lw_coder_notice\" && exit 0; "
        + "cp \"$f\" \"$HOME/.lw_coder_notice\" && chmod u+w \"$HOME/.lw_coder_notice\"; cat \"$f\" >&2; exit 2";

    /// <summary>The image's own hooks stay in front.</summary>
    public static void AddTo(JsonObject settings, AgentLaunch launch)
    {
        if (launch.NoticeFile is not { } file || OperatingSystem.IsWindows())
        {
            return;
        }
        var hooks = JsonSettings.Section(settings, "hooks");
        if (hooks["PostToolUse"] is not JsonArray after)
        {
            hooks["PostToolUse"] = after = [];
        }
        after.Add((JsonNode)new JsonObject
        {
            ["matcher"] = "*",
            ["hooks"] = new JsonArray(new JsonObject
            {
                ["type"] = "command",
                ["command"] = $"f='{file.Replace("'", @"'\''", StringComparison.Ordinal)}'; {Script}",
                ["timeout"] = 5,
            }),
        });
    }
}
