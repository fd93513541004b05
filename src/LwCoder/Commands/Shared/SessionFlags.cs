using System.CommandLine;
using System.CommandLine.Completions;
using LwCoder.Configuration;
using LwCoder.Sessions;

namespace LwCoder.Commands.Shared;

/// <summary>The flags of every verb that starts an agent.</summary>
internal sealed class SessionFlags
{
    private readonly Option<string?> _tool =
        Choice("--tool", "The coding agent: droid, claude-code or mini.", "tool", () => CodeSettings.Tool);

    private readonly Option<string?> _model =
        Choice("--model", "The model, by the agent's name for it or as sonnet, opus, haiku.", "model");

    private readonly Option<string?> _sandbox =
        Choice("--sandbox", "Where the agent runs: docker or host.", "sandbox", () => CodeSettings.Sandbox);

    private readonly Option<bool> _headless = new("--headless") { Description = "Run without a person, even in a terminal." };

    private readonly Option<string?> _idle =
        Choice("--idle-timeout", "End an agent that is silent for this long (10m).", "duration");

    private readonly Option<string?> _session = Choice("--session-timeout", "End the session after this long (2h).", "duration");

    private readonly Option<bool> _trust = new("--trust")
    {
        Description = "Trust the docker arguments and variables that this repository's configuration asks for.",
    };

    private readonly Option<bool> _noHooks = new("--no-hooks") { Description = "Run none of your hooks." };

    public void AddTo(Command command)
    {
        _model.CompletionSources.Add("sonnet", "opus", "haiku");
        foreach (var flag in new Option[] { _tool, _model, _sandbox, _headless, _idle, _session, _trust, _noHooks })
        {
            command.Add(flag);
        }
    }

    public SessionChoices Read(ParseResult parsed) => new()
    {
        Tool = parsed.GetValue(_tool),
        Model = parsed.GetValue(_model),
        Sandbox = parsed.GetValue(_sandbox),
        Headless = parsed.GetValue(_headless),
        IdleTimeout = parsed.GetValue(_idle),
        SessionTimeout = parsed.GetValue(_session),
        Trust = parsed.GetValue(_trust),
        NoHooks = parsed.GetValue(_noHooks),
    };

    /// <param name="setting">What the flag sets; asked for its words only when a shell's script is written.</param>
    public static Option<string?> Choice(string name, string description, string value, Func<Setting>? setting = null)
    {
        var option = new Option<string?>(name) { Description = description, HelpName = value };
        if (setting is not null)
        {
            option.CompletionSources.Add(_ => setting().Words.Select(word => new CompletionItem(word)));
        }
        return option;
    }
}
