using System.Globalization;
using LwCoder.Platform.Processes;

namespace LwCoder.EndToEnd.Harness;

/// <summary>A real terminal with a program in it: keys go in, the screen can be read.</summary>
internal sealed class TmuxTerminal : IAsyncDisposable
{
    /// <summary>
    /// Runs a program and leaves its exit code in a file, as tmux sometimes forgets it. The traps let this shell survive
    /// the keys meant for the program, which gets them as ever.
    /// </summary>
    private const string Wrapper = "trap : INT QUIT; \"$@\"; echo $? > \"$0\"";

    /// <summary>A tmux server of our own, so that a developer's sessions stay out of it.</summary>
    private readonly string _server = "lw_coder-" + Guid.NewGuid().ToString("N")[..8];
    private readonly IReadOnlyDictionary<string, string?> _environment;

    private readonly TempFolder _folder = new("terminal");

    private TmuxTerminal(IReadOnlyDictionary<string, string?> environment) => _environment = environment;

    public static async Task<TmuxTerminal> StartAsync(
        IReadOnlyList<string> command, string folder, IReadOnlyDictionary<string, string?> environment,
        int columns = 120, int rows = 40)
    {
        var terminal = new TmuxTerminal(environment);
        await terminal.TmuxAsync(
        [
            "-f", "/dev/null", "start-server", ";", "set-option", "-g", "remain-on-exit", "on", ";",
            "new-session", "-d", "-x", Text(columns), "-y", Text(rows), "-c", folder,
            "--", "sh", "-c", Wrapper, terminal.ExitCodeFile, .. command,
        ]);
        return terminal;
    }

    private string ExitCodeFile => _folder["exit-code"];

    /// <summary>The screen and what has scrolled off it, without colours and with plain spaces.</summary>
    public async Task<string> HistoryAsync() =>
        (await TmuxAsync("capture-pane", "-p", "-S", "-")).Replace('\u00a0', ' ');

    /// <param name="keys">As tmux names them: `Enter`, `C-c`, or a text.</param>
    public Task SendKeysAsync(params string[] keys) => TmuxAsync(["send-keys", "--", .. keys]);

    /// <summary>Says a line to Claude Code, which takes for pasted text what comes in one go with Enter.</summary>
    public async Task SayAsync(string line)
    {
        await SendKeysAsync(line);
        await WaitForTextAsync($"❯ {line}");
        await SendKeysAsync("Enter");
    }

    public Task ResizeAsync(int columns, int rows) =>
        TmuxAsync("resize-window", "-x", Text(columns), "-y", Text(rows));

    public async Task WaitForTextAsync(string text) => await Limited.UntilAsync(
        async () => (await HistoryAsync()).Contains(text, StringComparison.Ordinal),
        async () => $"'{text}' did not appear; the screen shows\n{await HistoryAsync()}");

    /// <returns>The program's exit code.</returns>
    public async Task<int> WaitForExitAsync()
    {
        await Limited.UntilAsync(
            async () => File.Exists(ExitCodeFile) && (await File.ReadAllTextAsync(ExitCodeFile)).EndsWith('\n'),
            async () => $"the program still runs; the screen shows\n{await HistoryAsync()}");
        return int.Parse(await File.ReadAllTextAsync(ExitCodeFile), CultureInfo.InvariantCulture);
    }

    public async ValueTask DisposeAsync()
    {
        await RunAsync(["kill-server"]);
        _folder.Dispose();
    }

    private async Task<string> TmuxAsync(params string[] arguments)
    {
        var output = await RunAsync(arguments);
        output.ExitCode.Should().Be(0, "tmux {0} said {1}", string.Join(' ', arguments), output.Error);
        return output.Output;
    }

    private Task<ProcessOutput> RunAsync(IReadOnlyList<string> arguments) => Limited.RunAsync(
        new ProcessSpec("tmux", ["-L", _server, .. arguments])
        {
            ClearEnvironment = true,
            Environment = _environment.Where(variable => variable.Value is not null).ToDictionary(),
        });

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);
}
