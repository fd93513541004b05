namespace LwCoder.Agents.Kilo;

/// <summary>Where editors keep what an extension stores: one folder for each editor, in another place on each system.</summary>
internal static class KiloPlaces
{
    private static readonly string[] Editors = ["Code", "Code - Insiders", "VSCodium", "Cursor", "Windsurf"];
    private static readonly string[] Servers =
        [".vscode-server", ".vscode-server-insiders", ".vscodium-server", ".cursor-server"];

    public static IReadOnlyList<string> In(string home)
    {
        var local = OperatingSystem.IsWindows() ? Path.Combine(home, "AppData", "Roaming")
            : OperatingSystem.IsMacOS() ? Path.Combine(home, "Library", "Application Support")
            : Path.Combine(home, ".config");
        return
        [
            .. Editors.Select(editor => Storage(Path.Combine(local, editor))),
            .. Servers.Select(server => Storage(Path.Combine(home, server, "data"))),
        ];
    }

    private static string Storage(string editor) => Path.Combine(editor, "User", "globalStorage", "kilocode.kilo-code");
}
