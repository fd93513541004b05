using LwCoder.Configuration;

namespace LwCoder.Hooks;

/// <summary>A command the user wants to run at an event.</summary>
/// <param name="Event">As the user calls it.</param>
internal sealed record Hook(string Event, string Command, TimeSpan Timeout, bool Background)
{
    /// <returns>Null when there is none, or it is switched off.</returns>
    public static Hook? Find(Settings settings, HookEvent happened)
    {
        var keys = happened switch
        {
            HookEvent.PlanFileCreated => HookSettings.PlanFileCreated,
            HookEvent.CodeComplete => CodeComplete(settings),
            HookEvent.EvalComplete => HookSettings.EvalComplete,
            HookEvent.RunFailed => HookSettings.RunFailed,
            _ => throw new ArgumentOutOfRangeException(nameof(happened), happened, "no such event"),
        };
        return settings.Get(keys.Enabled) && settings.Get(keys.Command) is { } command
            ? new Hook(keys.Event, command, settings.Get(keys.Timeout), settings.Get(keys.Background))
            : null;
    }

    /// <exception cref="UserError">One event has two commands, under its two names.</exception>
    public static void Check(Settings settings)
    {
        if (settings.Get(HookSettings.CodeComplete.Command) is not null
            && settings.Get(HookSettings.CodeSdkComplete.Command) is not null)
        {
            throw new UserError(
                $"{settings.SourceOf(HookSettings.CodeSdkComplete.Command).Description}: [hooks.code_sdk_complete] and "
                + "[hooks.code_complete] are the same event",
                "keep one of them; one command may do both things",
                ExitCode.Environment);
        }
    }

    private static HookKeys CodeComplete(Settings settings) =>
        settings.Get(HookSettings.CodeSdkComplete.Command) is null ? HookSettings.CodeComplete : HookSettings.CodeSdkComplete;
}
