using System.Reflection;
using System.Runtime.InteropServices;

namespace LwCoder.Telemetry.MySql;

/// <summary>Finds MariaDB's client library, which the user installs: it speaks to MariaDB, MySQL and Dolt.</summary>
internal static class MariaDbLibrary
{
    public const string Name = "libmariadb";

    private static readonly Lazy<nint> Handle = new(() => Candidates.Select(TryLoad).FirstOrDefault(handle => handle != 0));

    /// <summary>How to get the library here.</summary>
    public static string InstallHint =>
        OperatingSystem.IsWindows() ? "install MariaDB Connector/C (64-bit) from https://mariadb.com/downloads/connectors/"
        : OperatingSystem.IsMacOS() ? "install it: brew install mariadb-connector-c"
        : "install it: sudo apt install libmariadb3 (Debian, Ubuntu), sudo dnf install mariadb-connector-c (Fedora) "
            + "or sudo pacman -S mariadb-libs (Arch)";

    /// <summary>Names as the system's loader knows them, and where packages put the file that it does not look into.</summary>
    internal static IEnumerable<string> Candidates =>
        OperatingSystem.IsWindows()
            ? ["libmariadb.dll", .. ProgramFolders().Select(folder => Path.Combine(folder, "lib", "libmariadb.dll"))]
            : OperatingSystem.IsMacOS()
                ?
                [
                    "libmariadb.3.dylib", "libmariadb.dylib",
                    "/opt/homebrew/lib/libmariadb.dylib", "/opt/homebrew/opt/mariadb-connector-c/lib/mariadb/libmariadb.3.dylib",
                    "/usr/local/lib/libmariadb.dylib", "/usr/local/opt/mariadb-connector-c/lib/mariadb/libmariadb.3.dylib",
                ]
                : ["libmariadb.so.3", "libmariadb.so"];

    public static bool IsInstalled => Handle.Value != 0;

    /// <summary>Makes the functions of <see cref="MariaDbClient"/> callable.</summary>
    /// <exception cref="StoreException">The library is not installed.</exception>
    public static void Load()
    {
        if (!IsInstalled)
        {
            throw new StoreException(
                StoreFault.Unreachable,
                $"the store is on a server, and MariaDB's client library ({Candidates.First()}) is not installed",
                InstallHint);
        }
        _ = Resolver.Value;
    }

    /// <summary>Once for the process; other libraries are found as ever.</summary>
    private static readonly Lazy<bool> Resolver = new(() =>
    {
        NativeLibrary.SetDllImportResolver(
            Assembly.GetExecutingAssembly(), (name, _, _) => name == Name ? Handle.Value : 0);
        return MariaDbClient.Begin(0, 0, 0) == 0;
    });

    private static nint TryLoad(string candidate) => NativeLibrary.TryLoad(candidate, out var handle) ? handle : 0;

    private static IEnumerable<string> ProgramFolders()
    {
        var root = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.ProgramFiles), "MariaDB");
        return Directory.Exists(root) ? Directory.EnumerateDirectories(root) : [];
    }
}
