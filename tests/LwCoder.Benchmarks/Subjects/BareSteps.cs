using LwCoder.Platform.Processes;

namespace LwCoder.Benchmarks.Subjects;

/// <summary>
/// A bare .NET program that starts the same processes as `lw_coder code` until its agent runs, as much at once as that does,
/// and looks at nothing they say: the least that any program on this runtime takes to come so far.
/// </summary>
internal static class BareSteps
{
    /// <param name="run">The `docker run` at the end; its output is the program's.</param>
    /// <param name="repository">The working directory.</param>
    public static async Task<ProcessSpec> BuildAsync(ScratchFolder scratch, ProcessSpec run, PlanRepository repository)
    {
        var program = await BareProgram.BuildAsync(scratch, "steps", """
            using System.Diagnostics;

            var docker = new[]
            {
                Start("docker", "images", "--no-trunc", "--format", "{{.Repository}}:{{.Tag}}"),
                Start("docker", "ps", "--all", "--filter", "label=lw_coder.run", "--format", "{{.Names}}"),
            };
            End(Start("git", "config", "-z", "--list"), Start("git", "rev-parse", "--git-common-dir", "--show-toplevel", "HEAD"));
            End(Start("git", "cat-file", "--batch-check"), Start("git", "worktree", "list", "--porcelain", "-z"));
            End(docker);
            var agent = Start(args[0], args[1..]);
            Console.Write(agent.StandardOutput.ReadToEnd());
            End(agent);

            static Process Start(string program, params string[] arguments)
            {
                var start = new ProcessStartInfo(program, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true };
                var process = Process.Start(start)!;
                process.StandardInput.Close();
                return process;
            }

            static void End(params Process[] processes)
            {
                foreach (var process in processes)
                {
                    process.StandardOutput.ReadToEnd();
                    process.WaitForExit();
                }
            }
            """);
        return repository.Run(program, [run.Program, .. run.Arguments]);
    }
}
