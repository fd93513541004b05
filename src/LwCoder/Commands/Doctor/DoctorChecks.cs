using LwCoder.Agents;
using LwCoder.Cleanup;
using LwCoder.Commands.Doctor.Checks;
using LwCoder.Completions;
using LwCoder.Git;
using LwCoder.Platform.Processes;
using LwCoder.Sandboxes;

namespace LwCoder.Commands.Doctor;

/// <summary>Everything doctor looks at, in the order it is told.</summary>
internal static class DoctorChecks
{
    public static IReadOnlyList<IDoctorCheck> All(
        DoctorScene scene,
        GitCli git,
        DockerCli docker,
        Bubblewrap bubblewrap,
        IProcessRunner processes,
        IReadOnlyList<ICleaner> cleaners,
        CompletionInstaller completion,
        Func<CommandNode> commandLine,
        TimeProvider time) =>
    [
        new GitCheck(scene, git),
        new SetupCheck(scene),
        new DockerCheck(scene, docker),
        new HostCheck(scene, bubblewrap),
        .. AgentCatalog.All.OfType<IProgramAgent>().Select(agent => new AgentCheck(scene, agent, processes, time)),
        new ModelCheck(scene),
        new StoreCheck(scene),
        new DiskCheck(scene),
        new LeftoverCheck(scene, cleaners),
        new UnfinishedRunCheck(scene),
        new CompletionCheck(completion, commandLine),
    ];
}
