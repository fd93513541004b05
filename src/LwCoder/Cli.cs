using System.CommandLine;
using System.CommandLine.Invocation;
using LwCoder.Commands.Abandon;
using LwCoder.Commands.Cache;
using LwCoder.Commands.Candidates;
using LwCoder.Commands.Code;
using LwCoder.Commands.Compiled;
using LwCoder.Commands.Completion;
using LwCoder.Commands.Demo;
using LwCoder.Commands.Diagnose;
using LwCoder.Commands.Doctor;
using LwCoder.Commands.Eval;
using LwCoder.Commands.Finalize;
using LwCoder.Commands.Gc;
using LwCoder.Commands.Init;
using LwCoder.Commands.Judge;
using LwCoder.Commands.Optimize;
using LwCoder.Commands.Planning;
using LwCoder.Commands.RecoverPlan;
using LwCoder.Commands.Runs;
using LwCoder.Commands.Telemetry;
using LwCoder.Commands.Train;
using LwCoder.Commands.Why;
using LwCoder.Platform.Files;

namespace LwCoder;

/// <summary>The command tree, and the one place where an exception becomes an exit code.</summary>
internal static class Cli
{
    /// <returns>The tree, and what reads the flags that all of its commands have.</returns>
    public static (RootCommand Root, Func<ParseResult, GlobalFlags> ReadFlags) CreateTree(Services services)
    {
        var root = new RootCommand("Turns a Markdown plan into reviewed code and learns from the result.")
        {
            InitCommand.Create(services),
            PlanCommand.Create(services),
            CodeCommand.Create(services),
            FinalizeCommand.Create(services),
            AbandonCommand.Create(services),
            RecoverPlanCommand.Create(services),
            JudgeCommand.Create(services),
            EvalCommand.Create(services),
            TrainCommand.Create(services),
            CandidatesCommand.Create(services),
            OptimizeCommand.Create(services),
            CompiledCommand.Create(services),
            RunsCommand.Create(services),
            WhyCommand.Create(services),
            DiagnoseCommand.Create(services),
            RecoverCommand.Create(services),
            TelemetryCommand.Create(services),
            CacheCommand.Create(services),
            DemoCommand.Create(services),
            DoctorCommand.Create(services),
            GcCommand.Create(services),
            CompletionCommand.Create(services),
        };
        HelpPrinter.AddTo(root, () => services.OutWidth ?? int.MaxValue);
        return (root, GlobalFlags.AddTo(root));
    }

    public static async Task<int> RunAsync(string[] arguments, Services services)
    {
        var (root, readFlags) = CreateTree(services);
        var parsed = root.Parse(GlobalFlags.Arrange(arguments));
        var configuration = new InvocationConfiguration
        {
            // The help that follows a mistake is no answer.
            Output = parsed.Errors.Count > 0 ? services.Error : services.Out,
            Error = services.Error,
            EnableDefaultExceptionHandler = false,
            // Interrupts ends things in order and as slowly as that takes; the library would give up after two seconds.
            ProcessTerminationTimeout = null,
        };
        try
        {
            services.Begin(readFlags(parsed), arguments);
            // Help, the version and usage errors are synchronous and too short to be worth listening for signals.
            var cancel = parsed.Action is AsynchronousCommandLineAction ? services.Cancelled : CancellationToken.None;
            var exitCode = await parsed.InvokeAsync(configuration, cancel);
            return services.End(parsed.Errors.Count > 0 ? ExitCode.Usage : (ExitCode)exitCode);
        }
        // Ctrl-C reaches the programs we run as well, and may look like a failure of theirs.
        catch (Exception thrown) when (
            thrown is OperationCanceledException or UserError && services.Cancelled.IsCancellationRequested)
        {
            return services.End(services.Errors.Interrupted(thrown));
        }
        catch (Exception thrown)
        {
            return services.End((thrown as UserError ?? StorageFailure.Explain(thrown)) is { } error
                ? services.Errors.Mistake(error)
                : services.Errors.Bug(thrown));
        }
    }
}
