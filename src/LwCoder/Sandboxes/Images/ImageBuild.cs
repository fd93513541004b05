using LwCoder.Platform.Processes;

namespace LwCoder.Sandboxes.Images;

/// <summary>One `docker build`: the context goes in as a tar, the output to a log file.</summary>
internal sealed class ImageBuild(DockerCli docker, string logFile)
{
    /// <summary>As many lines of a failed build are shown.</summary>
    private const int ShownLines = 30;

    /// <param name="tag">For messages.</param>
    /// <param name="arguments">Everything of `docker build` but the context.</param>
    /// <exception cref="UserError">The build failed; the message ends with its last lines.</exception>
    public async Task RunAsync(
        string tag, IReadOnlyList<string> arguments, Func<Stream, CancellationToken, Task> writeContext, CancellationToken cancel)
    {
        Exception? unreadable = null;
        var command = DockerCli.Command(["build", "--force-rm", .. arguments, "-"]) with
        {
            WriteInput = async (stream, stop) =>
            {
                try
                {
                    await writeContext(stream, stop);
                }
                catch (Exception failed) when (failed is UnauthorizedAccessException or FileNotFoundException)
                {
                    // A file of the context, not the pipe: docker will only see a tar that ends early.
                    unreadable = failed;
                }
            },
        };
        var last = new Queue<string>();
        await using var build = docker.Start(command);
        await using (var log = new StreamWriter(logFile, append: true))
        {
            await foreach (var line in build.ReadLinesAsync(cancel))
            {
                await log.WriteLineAsync(line.Text.AsMemory(), cancel);
                last.Enqueue(line.Text);
                if (last.Count > ShownLines)
                {
                    last.Dequeue();
                }
            }
        }
        var exitCode = await build.Exited.WaitAsync(cancel);
        if (unreadable is not null)
        {
            throw Unreadable(unreadable);
        }
        if (exitCode != 0)
        {
            throw Failure(tag, exitCode, string.Join('\n', last));
        }
    }

    public static UserError Unreadable(Exception cause) => new(
        $"the build cannot read a part of the repository: {cause.Message}",
        $"make it readable, or exclude it in {AgentImages.IgnorePath}", ExitCode.Environment, cause);

    private UserError Failure(string tag, int exitCode, string output) => new(
        $"building the image {tag} failed (docker build exited with {exitCode}); its last lines:\n{output}",
        DockerFailure.HintFor(output) is { } hint
            ? $"{hint}; the whole log is in {logFile}"
            : $"correct the Dockerfile; the whole log is in {logFile}",
        ExitCode.Environment);
}
