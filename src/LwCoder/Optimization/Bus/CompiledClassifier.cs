using LwCoder.Diagnosis;
using LwCoder.Models;
using LwCoder.Optimization.Classifier;
using LwCoder.Optimization.Compiling;
using LwCoder.Platform.Terminal;
using LwCoder.Prompting.Programs;
using LwCoder.Prompting.Signatures;
using Microsoft.Extensions.AI;

namespace LwCoder.Optimization.Bus;

/// <summary>
/// The active classifier of the store, asked through a model. Whatever is wrong with it or its answer, from a category that
/// does not exist to a confidence of 7, makes it no answer: then the rules stand.
/// </summary>
internal sealed class CompiledClassifier(CompiledPromptBus bus, ILanguageModels models, Narrator narrator) : IFailureClassifier
{
    public async Task<ClassifierWord?> AskAsync(ClassifierQuestion question, CancellationToken cancel)
    {
        if (!models.IsConfigured
            || await bus.FindAsync([ClassifierSignature.PromptId], ProblemOf, cancel) is not { } active)
        {
            return null;
        }
        try
        {
            var program = PromptProgram.FromJson(active.Text);
            using var client = models.Open(program.Provenance.Facts.GetValueOrDefault(CompiledProgram.Model));
            var answer = await program.ApplyTo(ClassifierSignature.Module(client))
                .RunAsync(ClassifierSignature.Inputs(question), null, cancel);
            return Word(answer.Outputs, CompiledPromptBus.VersionOf(active));
        }
        catch (Exception failure) when (failure is UserError || ModelFailure.Explain(failure) is not null)
        {
            narrator.Notice($"the compiled classifier has no answer: {failure.Message}");
            return null;
        }
    }

    private static ClassifierWord? Word(FieldValues answer, string version) =>
        FailureCategories.Parse(answer.String(ClassifierExamples.Category)) is { } category
            ? new ClassifierWord(category, answer.Number("confidence"), answer.String("evidence"), version)
            : null;

    private static string? ProblemOf(string json)
    {
        try
        {
            PromptProgram.FromJson(json).ApplyTo(ClassifierSignature.Module(new NobodyAsked()));
            return null;
        }
        catch (ProgramException broken)
        {
            return broken.Message;
        }
    }

    /// <summary>Where a program is only looked at.</summary>
    private sealed class NobodyAsked : IChatClient
    {
        public Task<ChatResponse> GetResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public IAsyncEnumerable<ChatResponseUpdate> GetStreamingResponseAsync(
            IEnumerable<ChatMessage> messages, ChatOptions? options = null, CancellationToken cancellationToken = default) =>
            throw new NotSupportedException();

        public object? GetService(Type serviceType, object? serviceKey = null) => null;

        public void Dispose()
        {
        }
    }
}
