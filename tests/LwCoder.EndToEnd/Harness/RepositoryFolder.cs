namespace LwCoder.EndToEnd.Harness;

/// <summary>Where lw_coder's own source is.</summary>
internal static class RepositoryFolder
{
    public static string Path { get; } = Find(AppContext.BaseDirectory);

    private static string Find(string folder) =>
        File.Exists(System.IO.Path.Combine(folder, "LwCoder.sln")) ? folder : Find(Directory.GetParent(folder)!.FullName);
}
