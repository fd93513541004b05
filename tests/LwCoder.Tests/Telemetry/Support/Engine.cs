using System.Reflection;
using Xunit.Sdk;

namespace LwCoder.Tests.Telemetry.Support;

public enum Engine { Sqlite, MariaDb }

[AttributeUsage(AttributeTargets.Method)]
internal sealed class OnSqliteAttribute : DataAttribute
{
    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => [[Engine.Sqlite]];
}

/// <summary>
/// The same on a MariaDB of the test's own. Where there is none it is skipped, saying why, unless
/// LW_CODER_REQUIRE_DOCKER=1 says that nothing may be missing here.
/// </summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class OnMariaDbAttribute : DataAttribute
{
    private readonly object _argument;

    public OnMariaDbAttribute()
        : this(Engine.MariaDb)
    {
    }

    /// <param name="argument">What the test gets in place of the engine.</param>
    public OnMariaDbAttribute(object argument)
    {
        _argument = argument;
        if (Environment.GetEnvironmentVariable("LW_CODER_REQUIRE_DOCKER") != "1")
        {
            Skip = MariaDbServer.Missing!;
        }
    }

    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => [[_argument]];
}
