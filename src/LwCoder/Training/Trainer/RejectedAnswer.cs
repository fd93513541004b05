using System.Globalization;
using System.Text;
using LwCoder.Platform.Files;
using LwCoder.Prompting.Adapters;
using LwCoder.Prompting.Models;
using LwCoder.Prompting.Modules;

namespace LwCoder.Training.Trainer;

/// <summary>What a model wrote and nobody could use: it was paid for, and a person may see why.</summary>
internal static class RejectedAnswer
{
    private const string Folder = ".rejected";

    /// <param name="candidates">`.lw_coder/prompts/candidates`.</param>
    /// <returns>The file; null when the failure comes with no answer.</returns>
    public static string? Keep(string candidates, Exception failure, DateTimeOffset now)
    {
        if (TextOf(failure) is not { Length: > 0 } text)
        {
            return null;
        }
        var folder = Path.Combine(candidates, Folder);
        IgnoredFolder.Create(folder);
        var stamp = now.UtcDateTime.ToString("yyyyMMdd_HHmmss", CultureInfo.InvariantCulture);
        for (var number = 1; ; number++)
        {
            var path = Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"{stamp}-{number}.txt"));
            if (AtomicFile.TryCreate(path, Encoding.UTF8.GetBytes(text)))
            {
                return path;
            }
        }
    }

    private static string? TextOf(Exception failure) => failure switch
    {
        AssertionException broken => broken.RawText,
        AnswerException unreadable => string.Join("\n\n----\n\n", unreadable.RawTexts),
        ModelException { Kind: ModelErrorKind.CutOff } cut => cut.Body,
        _ => null,
    };
}
