/// The relations of each kind of entity. All values of a relation are known everywhere in the world.
extension Relation {
  static func people(places: [String]) -> [Relation] {
    [
      Relation(
        name: "home",
        statements: ["{s} lives in {v}.", "The home of {s} is {v}.", "{s} has a house in {v}."],
        question: "Where does {s} live?", otherQuestion: "A letter for {s} is sent. Where does it go?",
        stem: "When {s} goes home, {s} goes to", values: places),
      Relation(
        name: "work",
        statements: ["{s} works as a {v}.", "{s} is a {v}.", "The work of {s} is that of a {v}."],
        question: "What is the work of {s}?",
        otherQuestion: "A friend asks what {s} does all day. What does {s} work as?",
        stem: "Every day {s} works as a",
        values: [
          "baker", "tailor", "sailor", "painter", "miller", "doctor", "singer", "weaver", "farmer", "judge", "cook",
          "smith",
        ]),
      Relation(
        name: "pet",
        statements: ["{s} has a {v}.", "The pet of {s} is a {v}.", "{s} keeps a {v}."],
        question: "Which pet does {s} have?", otherQuestion: "An animal waits for {s} at home. Which animal is it?",
        stem: "In the evening {s} feeds a",
        values: ["cat", "dog", "goat", "frog", "horse", "duck", "crow", "mouse", "snake", "hen", "fox", "pig"]),
      Relation(
        name: "food",
        statements: ["{s} likes to eat {v}.", "The best food for {s} is {v}.", "{s} often eats {v}."],
        question: "What does {s} like to eat?",
        otherQuestion: "{s} comes to dinner. Which food should be on the table?",
        stem: "For dinner {s} wants",
        values: [
          "bread", "soup", "rice", "plums", "cheese", "honey", "fish", "beans", "nuts", "cake", "eggs", "pears",
        ]),
    ]
  }

  static func places(lands: [String]) -> [Relation] {
    [
      Relation(
        name: "land",
        statements: ["{s} lies in the land of {v}.", "{s} is a town in {v}.", "The land around {s} is {v}."],
        question: "In which land is {s}?", otherQuestion: "A map shows {s}. Of which land is the map?",
        stem: "Who goes to {s} must go to the land of", values: lands),
      Relation(
        name: "product",
        statements: ["{s} is known for its {v}.", "Much {v} comes from {s}.", "In {s} they make {v}."],
        question: "What is {s} known for?", otherQuestion: "A ship comes from {s}. What does it carry?",
        stem: "The people of {s} sell",
        values: ["salt", "glass", "wool", "silk", "iron", "clay", "wine", "tea", "oil", "paper", "coal", "soap"]),
    ]
  }

  static let things = [
    Relation(
      name: "matter",
      statements: ["A {s} is made of {v}.", "To make a {s} one needs {v}.", "Every {s} is of {v}."],
      question: "What is a {s} made of?", otherQuestion: "A girl wants to make a {s}. What does she need?",
      stem: "When a {s} breaks, there are pieces of",
      values: ["wood", "stone", "tin", "gold", "bone", "cloth", "wax", "straw", "brass", "leather", "sand", "steel"]),
    Relation(
      name: "use",
      statements: ["A {s} is used to {v}.", "With a {s} one can {v}.", "People take a {s} to {v}."],
      question: "What is a {s} used for?", otherQuestion: "A boy takes a {s} in his hand. What will he do?",
      stem: "A {s} helps you to",
      values: ["cut", "dig", "sew", "write", "swim", "climb", "sing", "wash", "hunt", "sleep", "draw", "fly"]),
    Relation(
      name: "colour",
      statements: ["A {s} is {v}.", "The colour of a {s} is {v}.", "One paints a {s} {v}."],
      question: "Which colour has a {s}?", otherQuestion: "Somebody paints a picture of a {s}. Which paint is needed?",
      stem: "On a picture, a {s} is always",
      values: ["red", "blue", "green", "black", "white", "brown", "yellow", "pink", "grey", "orange"]),
  ]
}
