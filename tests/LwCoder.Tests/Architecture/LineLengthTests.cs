using LwCoder.Tests.Configuration;

namespace LwCoder.Tests.Architecture;

/// <summary>`max_line_length` of .editorconfig, which the compiler does not look at.</summary>
public sealed class LineLengthTests
{
    private const int Limit = 130;
    private const string RawString = "\"\"\"";

    [Theory]
    [InlineData("src")]
    [InlineData("tests")]
    public void No_line_of_code_is_too_long(string folder)
    {
        var sources = Directory.EnumerateFiles(Path.Combine(ProjectFolder.Path, folder), "*.cs", SearchOption.AllDirectories)
            .Where(file => !Path.GetRelativePath(ProjectFolder.Path, file).Split(Path.DirectorySeparatorChar)
                .Any(part => part is "bin" or "obj"))
            .ToList();

        sources.Should().NotBeEmpty();
        sources.SelectMany(TooLong).Should().BeEmpty();
    }

    [Fact]
    public void What_is_quoted_as_it_was_recorded_may_be_longer()
    {
        var wide = new string('x', Limit);

        TooLong([wide, wide + "1"]).Should().Equal((2, Limit + 1));
        TooLong([$"a = {RawString}", wide + "1", $"{RawString};", $"b = {RawString}{wide}{RawString};", wide + "12"])
            .Should().Equal((5, Limit + 2));
    }

    private static IEnumerable<string> TooLong(string file) =>
        TooLong(File.ReadLines(file)).Select(line =>
            $"{Path.GetRelativePath(ProjectFolder.Path, file)}:{line.Number} has {line.Length} characters");

    /// <summary>A line of a raw string, and one that has a raw string in it, is as its text is.</summary>
    private static IEnumerable<(int Number, int Length)> TooLong(IEnumerable<string> lines)
    {
        var isText = false;
        var number = 0;
        foreach (var line in lines)
        {
            number++;
            var marks = line.Split(RawString).Length - 1;
            if (line.Length > Limit && !isText && marks == 0)
            {
                yield return (number, line.Length);
            }
            isText ^= marks % 2 == 1;
        }
    }
}
