using LwCoder.Training.Replays;

namespace LwCoder.Commands.Candidates;

/// <summary>`candidates run-one`: carries one replay out, for whatever engine has started it.</summary>
internal sealed class RunOneHandler(Replay replay, TextWriter output)
{
    /// <returns>0 when there is a score, whatever it is.</returns>
    public async Task<int> RunAsync(string folder, string workingDirectory, bool trust, CancellationToken cancel)
    {
        var path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(folder, workingDirectory));
        var result = await replay.RunAsync(new ReplayFolder(path), trust, cancel);
        output.WriteLine(result.ToJson());
        return result.ExitCode;
    }
}
