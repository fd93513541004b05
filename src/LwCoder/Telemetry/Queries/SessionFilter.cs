using LwCoder.Telemetry.Sql;

namespace LwCoder.Telemetry.Queries;

/// <summary>Which sessions are looked at. What is null does not matter.</summary>
internal sealed record SessionFilter
{
    public string? Plan { get; init; }

    public string? Tool { get; init; }

    public string? Model { get; init; }

    public string? Status { get; init; }

    /// <summary>Only what began since then.</summary>
    public DateTimeOffset? Since { get; init; }

    /// <summary>A condition for `WHERE`, and its values. The columns are those of `sessions`.</summary>
    public (string Sql, SqlValue[] Values) ToCondition()
    {
        var conditions = new List<string> { "1 = 1" };
        var values = new List<SqlValue>();
        Add("plan_id = ?", Plan);
        Add("tool = ?", Tool);
        Add("model = ?", Model);
        Add("status = ?", Status);
        Add("started_at >= ?", Since);
        return (string.Join(" AND ", conditions), [.. values]);

        void Add(string condition, SqlValue value)
        {
            if (!value.IsNull)
            {
                conditions.Add(condition);
                values.Add(value);
            }
        }
    }
}
