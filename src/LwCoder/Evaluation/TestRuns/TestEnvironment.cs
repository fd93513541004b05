using LwCoder.Configuration;
using LwCoder.Sandboxes;
using LwCoder.Sessions;

namespace LwCoder.Evaluation.TestRuns;

/// <summary>The variables that tests get.</summary>
internal static class TestEnvironment
{
    /// <summary>In the home of the sandbox.</summary>
    public const string ReportFolder = "test-reports";

    /// <summary>What is forwarded to the agent, without its credentials: tests have no business with its model.</summary>
    public static Dictionary<string, string> Of(SessionContext context)
    {
        var wanted = context.Settings.Get(CodeSettings.ForwardEnv);
        return context.Environment
            .Where(variable => !Matches(context.Agent.AuthVariables, variable.Key) || Matches(wanted, variable.Key))
            .ToDictionary(variable => variable.Key, variable => variable.Value, EnvironmentVariables.Comparer);
    }

    /// <summary>
    /// Asks runners that can be asked this way for a report of every test, beside whatever the command asks them for.
    /// </summary>
    public static IReadOnlyDictionary<string, string> Reports(SandboxView view)
    {
        var folder = $"{view.Home}/{ReportFolder}";
        return new Dictionary<string, string>
        {
            ["PYTEST_ADDOPTS"] = $"--junitxml='{folder}/pytest.xml'",
            // As MSBuild's properties that `dotnet test --logger` sets.
            ["VSTestLogger"] = "trx",
            ["VSTestResultsDirectory"] = folder,
            ["CI"] = "true",
        };
    }

    private static bool Matches(IEnumerable<string> globs, string name) =>
        globs.Any(glob => EnvironmentVariables.Matches(glob, name));
}
