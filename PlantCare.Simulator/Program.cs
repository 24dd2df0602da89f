Console.WriteLine("PlantCare simulator");
