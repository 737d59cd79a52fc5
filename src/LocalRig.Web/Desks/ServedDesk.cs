using LocalRig.Questions;

namespace LocalRig.Web.Desks;

/// <summary>A desk for clients of a server: it knows what another knows, and reaches what its owner allows.</summary>
internal static class ServedDesk
{
    /// <summary>One.</summary>
    /// <param name="own">The owner's desk.</param>
    /// <param name="options">What is allowed.</param>
    public static Desk Of(Desk own, WebOptions options)
    {
        AllowedFolder? folder = options.Files is null ? null : new AllowedFolder(options.Files);
        return new Desk
        {
            Catalogue = own.Catalogue,
            Engines = own.Engines,
            Prices = own.Prices,
            Rankings = own.Rankings,
            Quality = own.Quality,
            Time = own.Time,
            MemoryBytes = own.MemoryBytes,
            Files = new AllowedModels(folder, options.Hosts),
            Documents = new AllowedDocuments(folder),
            Machine = options.AnswersThisMachine ? own.Machine : new UntoldMachine(),
            Limits = options.Limits.Answer,
        };
    }
}
