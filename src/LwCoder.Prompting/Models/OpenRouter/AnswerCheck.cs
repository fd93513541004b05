using Microsoft.Extensions.AI;

namespace LwCoder.Prompting.Models.OpenRouter;

/// <summary>
/// What is formally an answer but holds nothing to use. It is paid for all the same, so the error says how much.
/// </summary>
internal static class AnswerCheck
{
    public static void ThrowIfUnusable(ChatResponse response, string? refusal, OpenRouterOptions options)
    {
        if (refusal is { Length: > 0 } || response.FinishReason == ChatFinishReason.ContentFilter)
        {
            var reason = refusal is { Length: > 0 } ? ProviderError.Excerpt(refusal) : "content filter";
            throw new ModelException(ModelErrorKind.Refused, $"{options.Model} declined to answer: {reason}.",
                "Change the prompt or ask another model; the same request will be declined again.")
            { Usage = Paid(response) };
        }
        var text = response.Text;
        if (text.Length > options.MaxAnswerLength)
        {
            throw TooLarge(options, response);
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
            { Usage = Paid(response) }
            : new ModelException(ModelErrorKind.Empty, $"{options.Model} gave an empty answer.",
                "Try again; if it stays empty, ask another model.")
            { Usage = Paid(response) };
    }

    /// <summary>With the <paramref name="response"/>, if it was read to its end.</summary>
    public static ModelException TooLarge(OpenRouterOptions options, ChatResponse? response = null) => new(
        ModelErrorKind.TooLarge,
        $"{options.Model} answered with more than {options.MaxAnswerLength:N0} characters.",
        "Set a limit on tokens, or raise MaxAnswerLength if such answers are expected.")
    { Usage = response is null ? Usage.None : Paid(response) };

    /// <summary>Where nothing is reported nothing was billed: the provider failed before its model wrote.</summary>
    private static Usage Paid(ChatResponse response) =>
        response.Usage is null && response.GetCost() is null ? Usage.None : Usage.Of(response);
}
