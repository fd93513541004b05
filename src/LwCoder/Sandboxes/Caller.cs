using System.Runtime.InteropServices;

namespace LwCoder.Sandboxes;

/// <summary>The user and group that what the agent writes shall belong to.</summary>
internal readonly partial record struct Caller(uint UserId, uint GroupId)
{
    /// <summary>Ourselves; null on Windows, where Docker Desktop maps owners by itself.</summary>
    public static Caller? Current => OperatingSystem.IsWindows() ? null : new(EffectiveUser(), EffectiveGroup());

    /// <summary>As `docker run --user` wants it.</summary>
    public override string ToString() => $"{UserId}:{GroupId}";

    [LibraryImport("libc", EntryPoint = "geteuid")]
    private static partial uint EffectiveUser();

    [LibraryImport("libc", EntryPoint = "getegid")]
    private static partial uint EffectiveGroup();
}
