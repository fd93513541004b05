using System.Globalization;
using LwCoder.Platform.Processes;

namespace LwCoder.Hooks;

/// <summary>
/// A command that goes on when lw_coder has ended: in a session of its own, its output going straight to a file.
/// </summary>
internal static class Detached
{
    /// <summary>`$1` log, `$2` <see cref="Guard"/>, `$3` command, `$4` seconds. Comes back at once.</summary>
    private const string Launch = """
        exec </dev/null >>"$1" 2>&1
        if command -v setsid >/dev/null; then
            setsid sh -c "$2" hook "$3" "$4" group &
        else
            trap '' HUP
            sh -c "$2" hook "$3" "$4" alone &
        fi
        """;

    /// <summary>
    /// `$1` command, `$2` seconds, `$3` whether this is a process group of its own and may be ended as one. The watch ends
    /// the command, by force if need be, and is ended itself when the command was in time.
    /// </summary>
    private const string Guard = """
        sh -c "$1" & hook=$!
        victim=$hook; [ "$3" = group ] && victim=-$$
        trap : TERM
        (
            trap 'kill "$nap"; exit' TERM
            sleep "$2" & nap=$!
            wait "$nap"
            trap '' TERM
            echo "--- took longer than $2 s"
            kill -TERM "$victim"
            sleep 5
            kill -KILL "$victim"
        ) & watch=$!
        while :; do
            wait "$hook"; code=$?
            kill -0 "$hook" 2>/dev/null || break
        done
        echo "--- exit code $code"
        kill "$watch" 2>/dev/null
        """;

    /// <summary>On Windows the time is not limited and the output not kept.</summary>
    public static ProcessSpec Command(string script, TimeSpan timeout, string log) => OperatingSystem.IsWindows()
        ? SystemShell.Command(
            "Start-Process powershell -WindowStyle Hidden -ArgumentList "
            + $"'-NoProfile','-NonInteractive','-EncodedCommand','{SystemShell.Encode(script)}'")
        : new ProcessSpec(
            "sh",
            ["-c", Launch, "lw_coder", log, Guard, script, ((long)timeout.TotalSeconds).ToString(CultureInfo.InvariantCulture)]);
}
