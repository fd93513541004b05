using System.Text.Json;
using LwCoder.Configuration.Toml;

namespace LwCoder.Benchmarks;

/// <summary>
/// A decoder in the protocol of https://github.com/toml-lang/toml-test: TOML on standard input, tagged JSON on
/// standard output; exit 1 and a sentence on standard error when the input is no TOML.
/// </summary>
internal static class TomlDecode
{
    public const string Verb = "toml-decode";

    public static int Run(string[] arguments)
    {
        if (arguments.Length > 0)
        {
            Console.Error.WriteLine($"usage: LwCoder.Benchmarks {Verb} < file.toml");
            return 2;
        }
        using var input = new MemoryStream();
        using (var stdin = Console.OpenStandardInput())
        {
            stdin.CopyTo(input);
        }
        TomlTable document;
        try
        {
            document = TomlReader.Read(input.GetBuffer().AsSpan(0, (int)input.Length));
        }
        catch (TomlException error)
        {
            Console.Error.WriteLine($"{error.Position}: {error.Message}");
            return 1;
        }
        using var stdout = Console.OpenStandardOutput();
        using var json = new Utf8JsonWriter(stdout, new JsonWriterOptions { Indented = true, MaxDepth = int.MaxValue });
        TaggedJson.Write(json, document);
        return 0;
    }
}
