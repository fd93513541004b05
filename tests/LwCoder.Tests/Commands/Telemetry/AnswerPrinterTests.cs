using LwCoder.Commands.Telemetry;

namespace LwCoder.Tests.Commands.Telemetry;

public sealed class AnswerPrinterTests
{
    private static readonly AnswerTable Table = new(
        "rows",
        [
            new("id", "ID"), new("plan", "PLAN"), new("cost", "COST", CellKind.Money),
            new("tokens", "TOKENS", CellKind.Amount, 2), new("took", "TIME", CellKind.Duration, 1), new("hidden", ""),
        ],
        [
            [new TreeCell("0123456789abcdef", 0), "a-plan-with-a-long-name", 12.5m, 1_234_567L, 1_234L, "x"],
            [new TreeCell("child", 1), null, 0.0042m, 7L, 70_000L, "x"],
        ]);

    [Fact]
    public void A_person_gets_aligned_columns_with_units()
    {
        Print(200).Should().Be(
            """
            ID                PLAN                        COST  TOKENS  TIME
            0123456789abcdef  a-plan-with-a-long-name   $12.50    1.2M  1.2s
              child           -                        $0.0042       7    1m

            """);
    }

    [Fact]
    public void In_a_narrow_terminal_texts_are_cut_and_then_what_matters_least_is_left_out()
    {
        Print(60).Split('\n')[1].Should().Be("0123456789abcdef  a-plan-with-a-long…   $12.50    1.2M  1.2s");
        Print(44).Split('\n')[..2]
            .Should().Equal("ID             PLAN               COST  TIME", "0123456789ab…  a-plan-with-a…   $12.50  1.2s");
        Print(10).Split('\n')[1].Should().Be("0123456789a…  a-plan-with…   $12.50", "ids, texts and what never goes stay");
        foreach (var width in Enumerable.Range(35, 60))
        {
            Print(width).Split('\n').Should().OnlyContain(line => line.Length <= width);
        }
    }

    [Fact]
    public void A_program_gets_all_of_it()
    {
        Print(20, forPerson: false)
            .Should().Be("0123456789abcdef\ta-plan-with-a-long-name\t$12.50\t1.2M\t1.2s\nchild\t-\t$0.0042\t7\t1m\n");
    }

    private static string Print(int width, bool forPerson = true)
    {
        var output = new StringWriter { NewLine = "\n" };
        new AnswerPrinter(output, forPerson, width, TimeProvider.System).Write(Table, OutputFormat.Table, "nothing");
        return output.ToString();
    }
}
