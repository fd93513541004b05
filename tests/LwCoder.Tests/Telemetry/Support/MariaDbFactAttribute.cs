namespace LwCoder.Tests.Telemetry.Support;

/// <summary>A test of what only servers do. See <see cref="OnMariaDbAttribute"/>.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class MariaDbFactAttribute : FactAttribute
{
    public MariaDbFactAttribute()
    {
        if (Environment.GetEnvironmentVariable("LW_CODER_REQUIRE_DOCKER") != "1")
        {
            Skip = MariaDbServer.Missing!;
        }
    }
}
