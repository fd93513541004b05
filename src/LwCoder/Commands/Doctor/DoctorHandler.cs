using LwCoder.Platform.Files;
using LwCoder.Platform.Terminal;

namespace LwCoder.Commands.Doctor;

/// <param name="checksOf">The checks for a scene, in the order they are told.</param>
internal sealed class DoctorHandler(
    DoctorSceneReader scenes,
    Func<DoctorScene, IReadOnlyList<IDoctorCheck>> checksOf,
    TextWriter output,
    Narrator narrator,
    TimeProvider time)
{
    public async Task<int> RunAsync(DoctorOptions options, CancellationToken cancel)
    {
        var scene = await scenes.ReadAsync(options.Offline, cancel);
        var checks = checksOf(scene);
        var found = await Task.WhenAll(checks.Select(check => FindAsync(check, scene, cancel)));
        var report = new DoctorReport([.. found.SelectMany(some => some)]);
        if (options.Fix)
        {
            foreach (var item in report.Items.Where(item => item.Finding.Repair is not null))
            {
                await RepairAsync(item, cancel);
            }
        }
        if (options.Json)
        {
            report.WriteJson(output);
        }
        else
        {
            report.WriteText(output);
            narrator.Step(report.Summary);
        }
        return (int)(report.IsFit ? ExitCode.Done : ExitCode.Environment);
    }

    /// <summary>One check never keeps the others from being told.</summary>
    private async Task<IReadOnlyList<DoctorItem>> FindAsync(IDoctorCheck check, DoctorScene scene, CancellationToken cancel)
    {
        var before = scene.Findings.Where(known => known.Check == check.Name).Select(known => known.Finding);
        var all = before.Concat(await RunAsync(check, cancel)).Distinct();
        return [.. all.Select(finding => new DoctorItem(check.Name, finding))];
    }

    private async Task<IReadOnlyList<Finding>> RunAsync(IDoctorCheck check, CancellationToken cancel)
    {
        using var limit = new CancellationTokenSource(check.Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancel, limit.Token);
        try
        {
            return await Task.Run(() => check.RunAsync(either.Token), either.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return [Finding.Problem($"no answer within {check.Limit.TotalSeconds:0} s", $"see why {check.Name} hangs")];
        }
        catch (Exception thrown) when ((thrown as UserError ?? StorageFailure.Explain(thrown)) is { } error)
        {
            return [Finding.Of(error)];
        }
    }

    private async Task RepairAsync(DoctorItem item, CancellationToken cancel)
    {
        try
        {
            foreach (var note in await item.Finding.Repair!(cancel))
            {
                narrator.Notice(note);
            }
            item.IsFixed = true;
        }
        catch (Exception thrown) when ((thrown as UserError ?? StorageFailure.Explain(thrown)) is { } error)
        {
            narrator.Warn($"{item.Check}: {error.Message}" + (error.Hint is { } hint ? $"; {hint}" : ""));
        }
    }
}
