namespace LwCoder.Commands.Doctor;

/// <summary>Looks at one thing a run depends on. Checks run side by side and change nothing.</summary>
internal interface IDoctorCheck
{
    /// <summary>One word, the first of its lines: `docker`.</summary>
    string Name { get; }

    /// <summary>After this, what it looks at is said to hang.</summary>
    TimeSpan Limit => TimeSpan.FromSeconds(10);

    /// <exception cref="UserError">Becomes a problem, with its hint as the fix.</exception>
    Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancel);
}
