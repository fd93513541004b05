using System.CommandLine;
using LwCoder.Agents.Events;
using LwCoder.Agents.Scripted;
using LwCoder.Platform.Files;

namespace LwCoder.Commands.Demo;

/// <summary>The hidden verb behind <see cref="ScriptedAgent"/>: plays the quickstart's script and prints events.</summary>
internal static class ScriptedAgentCommand
{
    public static Command Create(Services services)
    {
        var command = new Command(ScriptedAgent.Verb, "Play the script of the demo as an agent.") { Hidden = true };
        command.SetAction(async (_, cancel) =>
        {
            using var output = services.OpenRawOut();
            var loop = new ScriptedLoop(services.Processes, services.WorkingDirectory, Emit);
            var script = Script.Parse(EmbeddedFiles.Read("quickstart/script.yaml"), "script.yaml");
            return (int)(await loop.PlayAsync(script, cancel) ? ExitCode.Done : ExitCode.Failed);

            void Emit(SessionEvent happened)
            {
                SessionEventLine.Write(output, happened with { Session = "demo", Time = services.Time.GetUtcNow() });
                output.Flush();
            }
        });
        return command;
    }
}
