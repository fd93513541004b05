using LwCoder.Commands.Telemetry;
using LwCoder.Tests.Telemetry.Support;

namespace LwCoder.Tests.Commands.Telemetry;

public sealed class SqlAnswerTests
{
    [Theory]
    [InlineData(2, 2, false)]
    [InlineData(3, 2, true)]
    [InlineData(0, 2, false)]
    [InlineData(3, null, false)]
    public async Task Only_so_many_rows_are_read_and_more_is_told(int rows, int? most, bool isMore)
    {
        await using var database = await TestDatabase.CreateAsync(Engine.Sqlite);
        await using var store = database.Open();
        var told = false;

        var read = await store.ReadAsync(
            session => session.Ask(
                $"WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < {rows}) SELECT i FROM n WHERE "
                + $"{rows} > 0",
                cursor => SqlAnswer.Of(cursor, most, () => told = true).Rows.Count()),
            default);

        (read, told).Should().Be((Math.Min(rows, most ?? rows), isMore));
    }
}
