namespace LwCoder.Tests.Support;

/// <summary>
/// Where the folders of tests lie: in memory where the system has a place for that, else among temporary files.
/// </summary>
internal static class TestFolders
{
    private const string Memory = "/dev/shm";

    /// <summary>In many containers that place holds 64 MB and runs no programs, and somebody else may own it.</summary>
    private const long Enough = 1L << 30;

    private static readonly string Parent = Suits() ? Memory : Path.GetTempPath();

    public static string Create(string prefix) => Directory.CreateDirectory(NewName(Parent, prefix)).FullName;

    private static string NewName(string parent, string prefix) => Path.Combine(parent, $"{prefix}{Guid.NewGuid():N}");

    private static bool Suits()
    {
        try
        {
            var suits = File.ReadLines("/proc/mounts").Select(line => line.Split(' '))
                .Any(mount => mount[1] == Memory && !mount[3].Split(',').Contains("noexec"))
                && new DriveInfo(Memory).AvailableFreeSpace > Enough;
            if (suits)
            {
                Directory.Delete(Directory.CreateDirectory(NewName(Memory, "lw-test-")).FullName);
            }
            return suits;
        }
        catch (Exception unusable) when (unusable is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
