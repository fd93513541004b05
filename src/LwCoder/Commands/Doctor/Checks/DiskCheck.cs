using LwCoder.Configuration;

namespace LwCoder.Commands.Doctor.Checks;

/// <summary>Room for worktrees, runs and answers.</summary>
internal sealed class DiskCheck(DoctorScene scene) : IDoctorCheck
{
    private const long Little = 5_000_000_000;
    private const long TooLittle = 500_000_000;

    public string Name => "disk";

    public Task<IReadOnlyList<Finding>> RunAsync(CancellationToken cancel) => Task.FromResult<IReadOnlyList<Finding>>(
    [
        .. new[] { scene.Repository?.Root, scene.Home.UserHome }.OfType<string>()
            // A network folder of Windows is no drive.
            .Where(folder => !folder.StartsWith(@"\\", StringComparison.Ordinal))
            .Select(folder => (Folder: folder, Free: new DriveInfo(folder).AvailableFreeSpace))
            // Home and repository are usually on one.
            .DistinctBy(place => place.Free)
            .Select(place => Judge($"{ByteSize.Format(place.Free)} free at {place.Folder}", place.Free)),
    ]);

    private static Finding Judge(string message, long free) => free switch
    {
        < TooLittle => Finding.Problem(message, "make room; lw_coder gc --dry-run shows lw_coder's part"),
        < Little => Finding.Warning(message, "make room; lw_coder gc --dry-run shows lw_coder's part"),
        _ => Finding.Ok(message),
    };
}
