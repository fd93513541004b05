using Microsoft.Extensions.AI;

namespace LwCoder.Prompting.Models.OpenRouter;

/// <summary>What is formally an answer but holds nothing to use.</summary>
internal static class AnswerCheck
{
    public static void ThrowIfUnusable(ChatResponse response, string? refusal, OpenRouterOptions options)
    {
        if (refusal is { Length: > 0 } || response.FinishReason == ChatFinishReason.ContentFilter)
        {
            var reason = refusal is { Length: > 0 } ? ProviderError.Excerpt(refusal) : "content filter";
            throw new ModelException(ModelErrorKind.Refused, $"{options.Model} declined to answer: {reason}.",
                "Change the prompt or ask another model; the same request will be declined again.");
        }
        var text = response.Text;
        if (text.Length > options.MaxAnswerLength)
        {
            throw TooLarge(options);
        }
        if (!string.IsNullOrWhiteSpace(text)
            || response.Messages.Any(message => message.Contents.Any(c => c is FunctionCallContent)))
        {
            return;
        }
        throw response.FinishReason == ChatFinishReason.Length
            ? new ModelException(ModelErrorKind.CutOff,
                $"{options.Model} reached its token limit before it wrote any answer.",
                "Raise the limit on tokens, or lower the reasoning effort.")
            : new ModelException(ModelErrorKind.Empty, $"{options.Model} gave an empty answer.",
                "Try again; if it stays empty, ask another model.");
    }

    public static ModelException TooLarge(OpenRouterOptions options) => new(ModelErrorKind.TooLarge,
        $"{options.Model} answered with more than {options.MaxAnswerLength:N0} characters.",
        "Set a limit on tokens, or raise MaxAnswerLength if such answers are expected.");
}
