"""Invented names, streets and agencies. Nobody real is meant."""

FORENAMES = {
    "F": (
        "Ellie", "Amira", "Grace", "Zofia", "Aisha", "Poppy", "Lily-Mae", "Niamh", "Siobhan", "Freya", "Chloe",
        "Maryam", "Katherine", "Tia", "Ruby", "Anya", "Hollie", "Daisy", "Fatima", "Jasmine", "Orla", "Bea",
    ),
    "M": (
        "Jayden", "Mohammed", "Oliver", "Kacper", "Alfie", "Noah", "Tyler", "Ibrahim", "Callum", "Leo", "Reuben",
        "Finley", "Sean", "Yusuf", "Mason", "Theo", "Kai", "Adam", "Harvey", "Jakub", "Rhys", "Elijah",
    ),
}
ADULTS = {
    "F": ("Kelly", "Samina", "Donna", "Agnieszka", "Leanne", "Rachel", "Stacey", "Nadia", "Claire", "Gemma", "Tracey"),
    "M": ("Darren", "Imran", "Craig", "Piotr", "Lee", "Wayne", "Stephen", "Tariq", "Gary", "Martin", "Jason"),
}
SURNAMES = (
    "Marsden", "Hussain", "Kowalski", "O'Brien", "Ashworth", "Begum", "Pilkington", "Wójcik", "Hargreaves", "Akhtar",
    "Fairclough", "Okafor", "Unsworth", "Rigby", "Nwosu", "Entwistle", "Latham", "Bibi", "Winstanley", "Mroz",
    "Gaskell", "Seddon", "Iqbal", "Hindle", "Prescott", "Lowe-Barton", "Tomlinson", "Ahmed", "Balshaw", "Crompton",
)
STREETS = (
    "Alder Street", "Mill Lane", "Chapel Row", "Tanner's Brow", "Beech Avenue", "Foundry Street", "Park View",
    "Wharf Road", "Station Terrace", "Lark Hill", "Moss Bank", "Quarry Close",
)
TOWNS = (("Hindley", "WX2 3"), ("Leigh", "WX7 1"), ("Atherton", "WX46 0"), ("Ashmere", "WX4 8"))
AGENCIES = (
    ("St Bride's Primary School", "2A"), ("Moss Bank High School", "2A"), ("Lark Hill Academy", "2A"),
    ("Canal Street Surgery", "3A"), ("Health visiting, north", "3B"), ("School nursing", "3C"),
    ("Westmere Infirmary, emergency department", "3E"), ("Midwifery, Westmere Infirmary", "3F"),
    ("Westmere Homes", "4"), ("Early help hub", "5D"), ("Westmere Police, protecting vulnerable people", "6"),
    ("Adult mental health team", "5A"), ("Harbour domestic abuse service", "8"), ("Probation, Westmere", "7"),
)
CALLERS = (
    "Mrs Joan Ashby", "Mr Neil Prior", "PC 4417 Dunn", "Dr Anita Rao", "Sister Ruth Keane", "Ms Carol Best",
    "Mr Idris Pugh", "Miss Ella Frost", "Sgt Mark Toller", "Mrs Bev Harding",
)
STAFF_FORENAMES = (
    "Alan", "Bridget", "Carl", "Denise", "Ewan", "Farah", "Gwen", "Hassan", "Irene", "Joel", "Karen", "Liam", "Mona",
    "Nick", "Olive", "Paul", "Quentin", "Ros", "Stella", "Tim", "Una", "Vikram", "Wanda", "Yvonne", "Zac",
)
STAFF_SURNAMES = (
    "Barlow", "Chadwick", "Dyer", "Eckersley", "Flint", "Garside", "Heyes", "Ince", "Jolley", "Kerfoot", "Lomax",
    "Mather", "Nuttall", "Orrell", "Pemberton", "Quick", "Rothwell", "Speakman", "Tyldesley", "Worsley",
)
