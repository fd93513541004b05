using System.CommandLine;
using System.CommandLine.Completions;
using System.Globalization;
using LwCoder.Commands.Shared;
using LwCoder.Completions;
using LwCoder.Diagnosis;
using LwCoder.Optimization.Compiling;

namespace LwCoder.Commands.Optimize;

/// <summary>`lw_coder optimize`: compiles lw_coder's own prompts from recorded sessions.</summary>
internal static class OptimizeCommand
{
    public static Command Create(Services services, Func<OptimizeOptions, CancellationToken, Task<int>>? run = null)
    {
        run ??= (options, cancel) => services.OptimizeHandler().RunAsync(options, services.WorkingDirectory, cancel);
        return new Command("optimize", "Compile lw_coder's own prompts from recorded sessions, and an agent's from past plans.")
        {
            Recovery(run), Classifier(run), Decompose(run),
            OptimizePromptsCommand.Create((options, cancel) =>
                services.OptimizePromptsHandler().RunAsync(options, services.WorkingDirectory, cancel)),
        };
    }

    private static Command Recovery(Func<OptimizeOptions, CancellationToken, Task<int>> run)
    {
        var category = SessionFlags.Choice("--category", "Only this way to go wrong; all by default.", "category");
        category.CompletionSources.Add([.. FailureCategories.OfModel.Select(known => known.Name())]);
        var tool = SessionFlags.Choice("--tool", "Only sessions of this agent, and a prompt for it alone.", "tool");
        var judge = SessionFlags.Choice("--judge", "A model that judges the filled prompts as well.", "model");
        var flags = new OptimizeFlags();
        var command =
            new Command("recovery", "The prompts that sessions after a failed one begin with.") { category, tool, judge };
        flags.AddTo(command, hasDemos: false);
        command.Require(result =>
        {
            if (result.GetValue(category) is { } word && FailureCategories.Parse(word)?.IsOfModel() != true)
            {
                result.AddError(
                    $"--category takes {string.Join(", ", FailureCategories.OfModel.Select(known => known.Name()))}.");
            }
        });
        command.SetAction((parsed, cancel) => run(
            flags.Read(parsed, OptimizeTarget.Recovery) with
            {
                Category = parsed.GetValue(category), Tool = parsed.GetValue(tool), Judge = parsed.GetValue(judge),
            },
            cancel));
        return command;
    }

    private static Command Classifier(Func<OptimizeOptions, CancellationToken, Task<int>> run)
    {
        var gold = new Option<string?>("--gold")
        {
            Description = "Diagnoses that a person checked (.lw_coder/gold_diagnoses.jsonl).", HelpName = "file",
        }.Completes(CompletionKind.File);
        var flags = new OptimizeFlags();
        var command = new Command("classifier", "The classifier that is asked why a session went wrong.") { gold };
        flags.AddTo(command);
        flags.AddModelTo(command);
        command.SetAction((parsed, cancel) => run(
            flags.Read(parsed, OptimizeTarget.Classifier) with { Gold = parsed.GetValue(gold) }, cancel));
        return command;
    }

    private static Command Decompose(Func<OptimizeOptions, CancellationToken, Task<int>> run)
    {
        var flags = new OptimizeFlags();
        var command = new Command("decompose", "The prompt by which `plan --decompose` splits a plan.");
        flags.AddTo(command);
        flags.AddModelTo(command);
        command.SetAction((parsed, cancel) => run(flags.Read(parsed, OptimizeTarget.Decompose), cancel));
        return command;
    }
}
