Console.WriteLine("localrig");
