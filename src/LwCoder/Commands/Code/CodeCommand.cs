using System.CommandLine;
using System.CommandLine.Completions;
using LwCoder.Commands.Shared;
using LwCoder.Completions;
using LwCoder.Configuration;

namespace LwCoder.Commands.Code;

/// <summary>`lw_coder code &lt;plan&gt;`: has a coding agent carry out a plan in a worktree of its own.</summary>
internal static class CodeCommand
{
    public static Command Create(Services services, Func<CodeOptions, CancellationToken, Task<int>>? run = null)
    {
        run ??= (options, cancel) => services.CodeHandler().RunAsync(options, services.WorkingDirectory, cancel);

        var plan = new Argument<string>("plan")
        {
            Description = "The plan: a file, a plan's id, or the name of a file in .lw_coder/tasks.",
        }.NoOption().Completes(CompletionKind.Plan);
        var tool = Choice("--tool", "The coding agent: droid, claude-code or mini.", "tool", () => CodeSettings.Tool);
        var model = Choice("--model", "The model, by the agent's name for it or as sonnet, opus, haiku.", "model");
        model.CompletionSources.Add("sonnet", "opus", "haiku");
        var prompts = Choice(
            "--prompts", "The prompts: generated for this plan by a model, or active.", "which", () => CodeSettings.Prompts);
        var sandbox = Choice("--sandbox", "Where the agent runs: docker or host.", "sandbox", () => CodeSettings.Sandbox);
        var idle = Choice("--idle-timeout", "End an agent that is silent for this long (10m).", "duration");
        var session = Choice("--session-timeout", "End the session after this long (2h).", "duration");
        var headless = new Option<bool>("--headless") { Description = "Run without a person, even in a terminal." };
        var trust = new Option<bool>("--trust")
        {
            Description = "Trust the docker arguments and variables that this repository's configuration asks for.",
        };
        var rebase = new Option<bool>("--rebase-plan") { Description = "Move the plan's git_sha to HEAD first." };
        var noHooks = new Option<bool>("--no-hooks") { Description = "Run none of your hooks." };
        var json = new Option<bool>("--json") { Description = "Print the finished run as one JSON object on stdout." };

        var command = new Command("code", "Have an agent carry out a plan in a worktree of its own.")
        {
            plan, tool, model, prompts, sandbox, headless, idle, session, trust, rebase, noHooks, json,
        };
        command.SetAction((parsed, cancel) => run(
            new CodeOptions(parsed.GetRequiredValue(plan))
            {
                Tool = parsed.GetValue(tool),
                Model = parsed.GetValue(model),
                Prompts = parsed.GetValue(prompts),
                Sandbox = parsed.GetValue(sandbox),
                IdleTimeout = parsed.GetValue(idle),
                SessionTimeout = parsed.GetValue(session),
                Headless = parsed.GetValue(headless),
                Trust = parsed.GetValue(trust),
                RebasePlan = parsed.GetValue(rebase),
                NoHooks = parsed.GetValue(noHooks),
                Json = parsed.GetValue(json),
            },
            cancel));
        return command;
    }

    /// <param name="setting">What the flag sets; asked for its words only when a shell's script is written.</param>
    private static Option<string?> Choice(string name, string description, string value, Func<Setting>? setting = null)
    {
        var option = new Option<string?>(name) { Description = description, HelpName = value };
        if (setting is not null)
        {
            option.CompletionSources.Add(_ => setting().Words.Select(word => new CompletionItem(word)));
        }
        return option;
    }
}
