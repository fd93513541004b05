using System.Text;
using LwCoder.Optimization.Bus;
using LwCoder.Platform.Files;
using LwCoder.Plans;
using LwCoder.Prompting.Modules;
using LwCoder.Prompting.Programs;
using LwCoder.Prompting.Signatures;
using LwCoder.Telemetry.CompiledPrompts;
using Microsoft.Extensions.AI;

namespace LwCoder.Optimization.Decomposition;

/// <param name="Version">The compiled instruction that was used; null for lw_coder's own.</param>
internal sealed record DecomposedPlan(IReadOnlyList<Subtask> Subtasks, string? Version);

/// <summary>Has a model split a plan, and writes the list into the plan's body.</summary>
internal sealed class PlanDecomposer(CompiledPromptBus bus)
{
    private const int Longest = 256 * 1024;

    /// <param name="path">The plan's file.</param>
    /// <param name="client">The model asked.</param>
    /// <exception cref="UserError">The plan is not valid.</exception>
    /// <exception cref="AssertionException">Also when shown its mistakes, the model kept not to a rule.</exception>
    public async Task<DecomposedPlan> DecomposeAsync(
        string path, IChatClient client, DecompositionLimits limits, CancellationToken cancel)
    {
        var document = PlanDocument.Parse(await File.ReadAllBytesAsync(path, cancel), path, Path.GetFileName(path));
        var module = Decompositions.Module(client, DecompositionRules.Of(limits));
        var active = await bus.FindAsync([Decompositions.PromptId], compiled => ProblemOf(compiled, module), cancel);
        var answer = await (active is null ? module : With(module, active.Text))
            .RunAsync(FieldValues.Of(("plan", SubtaskBlock.Without(document.Plan.Body))), null, cancel);
        var subtasks = Decompositions.TryRead(answer.Outputs)
            ?? throw new InvalidOperationException("An answer that keeps the rules is a list of subtasks.");
        var text = Text(document);
        var bytes = Encoding.UTF8.GetBytes(SubtaskBlock.Put(text, subtasks));
        PlanDocument.Parse(bytes, path, Path.GetFileName(path));
        AtomicFile.WriteBytes(path, bytes);
        return new DecomposedPlan(subtasks, active is null ? null : CompiledPromptBus.VersionOf(active));
    }

    private static string Text(PlanDocument document)
    {
        var text = Encoding.UTF8.GetString(document.Bytes);
        return document.Bytes.SequenceEqual(Encoding.UTF8.GetBytes(text)) ? text : throw new UserError(
            $"the plan {document.Plan.Id} holds bytes that are no UTF-8", "save it as UTF-8");
    }

    private static string? ProblemOf(string compiled, Predict module)
    {
        try
        {
            With(module, compiled);
            return compiled.Length > Longest ? $"it is longer than {Longest} characters" : null;
        }
        catch (ProgramException broken)
        {
            return broken.Message;
        }
    }

    /// <summary>An instruction, or a program where there are demos.</summary>
    private static PromptModule With(Predict module, string compiled) => compiled.StartsWith('{')
        ? PromptProgram.FromJson(compiled).ApplyTo(module)
        : module.WithInstructions(compiled);
}
