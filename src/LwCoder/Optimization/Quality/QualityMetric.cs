using LwCoder.Optimization.Examples;

namespace LwCoder.Optimization.Quality;

/// <summary>A number from 0 to 1 about a recorded session, and why it is that.</summary>
internal sealed record QualityScore(string Metric, double Value, string Why);

/// <summary>A measure of recorded sessions: same session, same number.</summary>
/// <param name="Name">As reports call it.</param>
internal sealed record QualityMetric(string Name, Func<SessionExample, (double Value, string Why)> Measure)
{
    public QualityScore Of(SessionExample session)
    {
        var (value, why) = Measure(session);
        return new QualityScore(Name, Math.Clamp(double.IsFinite(value) ? value : 0, 0, 1), why);
    }
}
