using LwCoder.Prompting.Adapters;
using LwCoder.Prompting.Budgets;
using LwCoder.Prompting.Models;
using LwCoder.Prompting.Modules;

namespace LwCoder.Models;

/// <summary>A model's failure as what it is to the user of a command: something to put right, or a limit.</summary>
internal static class ModelFailure
{
    private const string OtherModel = "try again, or name another model in [lm] of your ~/.lw_coder/config.toml";

    /// <returns>Null for an exception that is none of a model's.</returns>
    public static UserError? Explain(Exception failure) => failure switch
    {
        ModelException error => Error(error, error.Hint ?? OtherModel, error.Kind switch
        {
            ModelErrorKind.Payment or ModelErrorKind.RateLimited or ModelErrorKind.CutOff => ExitCode.LimitReached,
            ModelErrorKind.Refused or ModelErrorKind.Empty or ModelErrorKind.TooLarge => ExitCode.Failed,
            _ => ExitCode.Environment,
        }),
        BudgetException error => Error(error, "raise the budget, or ask for less", ExitCode.LimitReached),
        AnswerException or AssertionException => Error(failure, OtherModel, ExitCode.Failed),
        _ => null,
    };

    private static UserError Error(Exception cause, string hint, ExitCode exitCode) => new(
        Decapitalized(cause.Message).TrimEnd('.'), Decapitalized(hint).TrimEnd('.'), exitCode, cause);

    /// <summary>The library's sentences stand alone, ours follow "lw_coder:". A name such as OPENROUTER stays as it is.</summary>
    private static string Decapitalized(string sentence) =>
        sentence.Length > 1 && char.IsUpper(sentence[0]) && (char.IsLower(sentence[1]) || sentence[1] == ' ')
            ? char.ToLowerInvariant(sentence[0]) + sentence[1..]
            : sentence;
}
