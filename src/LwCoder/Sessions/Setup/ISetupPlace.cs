namespace LwCoder.Sessions.Setup;

/// <summary>Where commands that make a checkout ready run: inside a sandbox or on the host.</summary>
internal interface ISetupPlace : IAsyncDisposable
{
    /// <summary>Output is heard while it comes; nobody wants it again.</summary>
    const int MostOutput = 1024;

    /// <summary>Runs a command of a person's own to its end.</summary>
    /// <param name="folder">Relative to the checkout; exists.</param>
    /// <param name="heard">Each line of output, as it comes.</param>
    /// <returns>The exit code; null when it was ended because it took too long.</returns>
    /// <exception cref="UserError">The place itself failed.</exception>
    Task<int?> RunAsync(string command, string folder, TimeSpan timeout, Action<string> heard, CancellationToken cancel);
}
