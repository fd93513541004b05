namespace LwCoder.Training.Replays;

/// <summary>The command line that runs one replay.</summary>
internal static class RunOneArguments
{
    public const string Verb = "run-one";

    public static string[] Of(string folder, bool trust) =>
        ["candidates", Verb, folder, .. trust ? new[] { "--trust" } : []];
}
