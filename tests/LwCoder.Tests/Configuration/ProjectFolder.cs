namespace LwCoder.Tests.Configuration;

/// <summary>The folder of the sources these tests were built from.</summary>
internal static class ProjectFolder
{
    public static string Path { get; } = Find();

    private static string Find()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(System.IO.Path.Combine(folder.FullName, "LwCoder.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("the tests run outside of the project's folder");
        }
        return folder.FullName;
    }
}
