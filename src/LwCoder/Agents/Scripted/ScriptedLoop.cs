using System.Text;
using System.Text.Json.Nodes;
using LwCoder.Agents.Events;
using LwCoder.Platform.Files;
using LwCoder.Platform.Processes;

namespace LwCoder.Agents.Scripted;

/// <summary>
/// Plays a script as a coding agent would: says something, runs a command or edits a file, looks at what came of it, and
/// goes on. Everything but the choice of the next step is real.
/// </summary>
internal sealed class ScriptedLoop(IProcessRunner processes, string workspace, Action<SessionEvent> emit)
{
    private int _turn;

    /// <returns>False when a step did not go as written.</returns>
    public async Task<bool> PlayAsync(IReadOnlyList<ScriptStep> script, CancellationToken cancel)
    {
        emit(new SessionStarted(ScriptedAgent.Name, Version: null, Model: "none (scripted)", Mode: "headless"));
        foreach (var step in script)
        {
            _turn++;
            if (step.Say is { } words)
            {
                emit(new MessageSpoken($"message-{_turn}", "assistant", words));
            }
            if (step.Finish is { } last)
            {
                emit(new MessageSpoken($"message-{_turn}", "assistant", last.TrimEnd()));
                emit(new SessionResult(ResultStatus.Success, last.TrimEnd()));
                return true;
            }
            var failure = step.Run is not null ? await RunAsync(step, cancel)
                : step.Edit is not null ? Edit(step)
                : null;
            if (failure is not null)
            {
                emit(new SessionResult(ResultStatus.Failed, failure));
                return false;
            }
        }
        emit(new SessionResult(ResultStatus.Failed, "the script ends without a 'finish' step"));
        return false;
    }

    private async Task<string?> RunAsync(ScriptStep step, CancellationToken cancel)
    {
        var id = $"call-{_turn}";
        emit(new ToolCalled(id, "Bash", new JsonObject { ["command"] = step.Run }.ToJsonString()));
        var shell = OperatingSystem.IsWindows()
            ? new ProcessSpec("cmd.exe", "/c", step.Run!)
            : new ProcessSpec("sh", "-c", step.Run!);
        var output = await processes.RunAsync(shell with { WorkingDirectory = workspace }, cancel);
        var text = output.Output + output.Error;
        emit(new ToolReturned(id, IsError: output.ExitCode != step.Exit, output.ExitCode, text));
        return output.ExitCode != step.Exit
            ? $"'{step.Run}' ended with {output.ExitCode} instead of {step.Exit}"
            : step.Prints is { } expected && !text.Contains(expected, StringComparison.Ordinal)
                ? $"'{step.Run}' did not print '{expected}'"
                : null;
    }

    private string? Edit(ScriptStep step)
    {
        var id = $"call-{_turn}";
        emit(new ToolCalled(id, "Edit", new JsonObject
        {
            ["file_path"] = step.Edit, ["old_string"] = step.Find, ["new_string"] = step.Replace,
        }.ToJsonString()));
        var failure = TryEdit(Path.Combine(workspace, step.Edit!), step.Find ?? "", step.Replace ?? "");
        emit(new ToolReturned(id, failure is not null, ExitCode: null, failure ?? $"{step.Edit} changed"));
        return failure;
    }

    private static string? TryEdit(string file, string find, string replace)
    {
        if (!File.Exists(file))
        {
            return $"there is no file {file}";
        }
        var text = File.ReadAllText(file, Encoding.UTF8);
        var first = text.IndexOf(find, StringComparison.Ordinal);
        if (find.Length == 0 || first < 0 || text.IndexOf(find, first + 1, StringComparison.Ordinal) >= 0)
        {
            return $"the text to replace is not exactly once in {file}";
        }
        AtomicFile.WriteText(file, string.Concat(text.AsSpan(0, first), replace, text.AsSpan(first + find.Length)));
        return null;
    }
}
